import { BandoBudget, BandoService } from '@bando/nest'
import { Controller, Get, Inject, Query } from '@nestjs/common'

/** What this service offers, with the help of Bando. */
@Controller()
export class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  /** A person waits: the call goes first, and is refused rather than kept waiting. */
  @Get('coolness')
  @BandoBudget({ priority: 'high', maxWaitMs: 500 })
  async coolness(@Query('id') id?: string): Promise<unknown> {
    const { data } = await this.bando.get('/coolness', { query: { id } })
    return data
  }

  @Get('status')
  status(): BandoService['state'] {
    return this.bando.state
  }
}
