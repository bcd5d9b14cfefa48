import { tokenFromEnv } from '@bando/core/node'
import { BandoModule, BandoService } from '@bando/nest'
import { Controller, Get, Inject, Module } from '@nestjs/common'

@Controller()
class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get('coolness')
  async coolness() {
    const { data } = await this.bando.get('/coolness')
    return data
  }
}

@Module({
  imports: [BandoModule.forRoot({ token: tokenFromEnv('BANDO_TOKEN'), baseUrl: process.env['BANDO_URL'] })],
  controllers: [CoolnessController],
})
export class AppModule {}
