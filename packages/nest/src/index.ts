export { axiosTransport } from './axios-transport.ts'
export { BANDO_MODULE_OPTIONS, getBandoToken } from './bando.constants.ts'
export { InjectBando } from './bando.decorators.ts'
export { BandoExceptionFilter } from './bando.exception-filter.ts'
export { BandoModule } from './bando.module.ts'
export { BandoRx } from './bando.rx.ts'
export { BandoService } from './bando.service.ts'

export type { BandoModuleOptions, BandoOptionsFactory } from './interfaces/bando-module-options.interface.ts'
