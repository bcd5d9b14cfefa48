export { axiosTransport } from './axios/axios-transport.ts'
export { BANDO_MODULE_OPTIONS, getBandoToken } from './bando.constants.ts'
export { BandoBudget, InjectBando } from './bando.decorators.ts'
export { BandoExceptionFilter } from './bando.exception-filter.ts'
export { BandoHealthIndicator } from './bando.health.ts'
export { BandoHttpService } from './bando-http.service.ts'
export { BandoProxyModule } from './bando-proxy.module.ts'
export { BandoModule } from './bando.module.ts'
export { BandoService } from './bando.service.ts'
export { BandoTenants } from './bando.tenants.ts'

export type { BandoHealth, BandoLastError } from './bando.health.ts'
export type { BandoRx } from './bando.rx.ts'
export type { BandoTenantOptions } from './bando.tenants.ts'
export type { BandoBudgetOptions } from './budget/budget-context.ts'
export type {
  BandoLogLevel,
  BandoModuleOptions,
  BandoOptionsFactory,
} from './interfaces/bando-module-options.interface.ts'
export type {
  BandoProxyAsyncOptions,
  BandoProxyOptions,
  BandoProxyRoute,
  FrameworkRequest,
} from './proxy/proxy-options.interface.ts'
