import { BandoBudget, BandoService } from '@bando/nest'
import { Controller, Get, Inject, Query } from '@nestjs/common'

/** The endpoint of this service, which calls the Bando API. */
@Controller()
export class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  /**
   * A person waits for the response. So the call comes first, and is refused rather than delayed.
   */
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
