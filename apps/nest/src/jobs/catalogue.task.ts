import { BandoService } from '@bando/nest'
import { Inject, Injectable } from '@nestjs/common'
import { Cron, CronExpression } from '@nestjs/schedule'

/** Keeps a copy of the catalogue, so that no person has to wait for it. */
@Injectable()
export class CatalogueTask {
  #catalogue: unknown

  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  get catalogue(): unknown {
    return this.#catalogue
  }

  /** Waits without a limit, with lower priority than people, and does not use the reserve. */
  @Cron(CronExpression.EVERY_HOUR)
  async refresh(): Promise<void> {
    const { data } = await this.bando.get('/api/v1/products/grouped/', {
      query: { country: 'MX' },
      priority: 'low',
      maxWaitMs: Infinity,
      timeoutMs: 60_000,
    })
    this.#catalogue = data
  }
}
