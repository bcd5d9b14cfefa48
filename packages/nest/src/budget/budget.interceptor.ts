import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import { Observable } from 'rxjs'
import type { BandoBudgetOptions } from './budget-context.ts'
import { runWithBudget } from './budget-context.ts'

/**
 * Runs a handler, and the observable that it returns, with the budget options of `@BandoBudget`.
 */
export class BudgetInterceptor implements NestInterceptor {
  constructor(private readonly options: BandoBudgetOptions) {}

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return new Observable((subscriber) =>
      runWithBudget(this.options, () => next.handle().subscribe(subscriber)),
    )
  }
}
