import { tokenFromFile } from '@bando/core/node'
import type { BandoModuleOptions, BandoOptionsFactory } from '@bando/nest'
import { Inject, Injectable } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import type { Environment } from './environment.ts'

/** Makes the options of `BandoModule` from the environment. */
@Injectable()
export class BandoConfig implements BandoOptionsFactory {
  constructor(@Inject(ConfigService) private readonly config: ConfigService<Environment, true>) {}

  createBandoOptions(): BandoModuleOptions {
    const file = this.config.get('BANDO_TOKEN_FILE', { infer: true })
    const baseUrl = this.config.get('BANDO_URL', { infer: true })
    return {
      token: file === undefined ? this.config.get('BANDO_TOKEN', { infer: true }) : tokenFromFile(file),
      ...(baseUrl !== undefined && { baseUrl }),
      // Keeps a fifth of the hour for people. Jobs do not use it.
      reserve: 0.2,
    }
  }
}
