import { BandoExceptionFilter, BandoModule, BandoService } from '@bando/nest'
import { Controller, Get, Inject, Module } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'

@Controller()
class CoolnessController {
  constructor(@Inject(BandoService) private readonly bando: BandoService) {}

  @Get('coolness')
  async coolness(): Promise<unknown> {
    return (await this.bando.get('/coolness')).data
  }
}

@Module({
  imports: [
    BandoModule.forRootAsync({
      useFactory: () => ({ token: process.env['BANDO_TOKEN'], baseUrl: process.env['BANDO_URL'] }),
      isGlobal: true,
    }),
  ],
  controllers: [CoolnessController],
  providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
})
export class AppModule {}
