import { BandoService } from '@bando/nest'
import { Controller, Get, Inject, Query } from '@nestjs/common'

/** What this service has to offer, all of it with the help of Bando. */
@Controller()
export class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get('coolness')
  async coolness(@Query('id') id?: string): Promise<unknown> {
    const { data } = await this.bando.get('/coolness', { query: { id } })
    return data
  }

  @Get('status')
  status(): BandoService['state'] {
    return this.bando.state
  }
}
