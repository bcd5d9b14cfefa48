import { BandoExceptionFilter, BandoModule, BandoService } from '@bando/nest'
import { Controller, Get, Inject, Module } from '@nestjs/common'
import { ConfigModule, ConfigService } from '@nestjs/config'
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
    ConfigModule.forRoot({ isGlobal: true }),
    BandoModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        token: config.getOrThrow<string>('BANDO_TOKEN'),
        baseUrl: config.get<string>('BANDO_URL', 'https://api.bando.cool'),
      }),
      isGlobal: true,
    }),
  ],
  controllers: [CoolnessController],
  providers: [{ provide: APP_FILTER, useClass: BandoExceptionFilter }],
})
export class AppModule {}
