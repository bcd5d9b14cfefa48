import { Component, inject } from '@angular/core'
import { pendingUntilEvent, toSignal } from '@angular/core/rxjs-interop'
import { CoolnessService } from './CoolnessService.js'

@Component({
  selector: 'app-root',
  template: `
    @if (coolness(); as response) {
      <p>Coolness {{ response.data.coolness }}</p>
    }
    <p>{{ limit().remaining }} of {{ limit().requests }} requests left</p>
  `,
})
export class Coolness {
  readonly #service = inject(CoolnessService)
  readonly coolness = toSignal(this.#service.coolness$.pipe(pendingUntilEvent()))
  readonly limit = toSignal(this.#service.limit$, { requireSync: true })
}
