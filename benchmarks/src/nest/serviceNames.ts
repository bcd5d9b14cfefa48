/** The ways in which an application's code can send a request. */
export const serviceNames = ['HttpService', 'BandoService', 'bando.rx', 'BandoHttpService'] as const
export type ServiceName = (typeof serviceNames)[number]
