import type { BandoOptions } from '@bando/core'

/** What `createBando` takes. The transport is the `HttpService` of `@nestjs/axios`, unless `fetch` says otherwise. @publicApi */
export type BandoModuleOptions = BandoOptions

/** For `useClass` and `useExisting`. @publicApi */
export interface BandoOptionsFactory {
  createBandoOptions(): BandoModuleOptions | Promise<BandoModuleOptions>
}
