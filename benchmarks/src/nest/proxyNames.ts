export const proxyNames = ['HttpService in a controller', 'BandoProxyModule'] as const
export type ProxyName = (typeof proxyNames)[number]
