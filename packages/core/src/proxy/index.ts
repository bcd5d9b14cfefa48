export { createProxy } from './createProxy.ts'
export { publicProblem } from './problems.ts'

export type { PublicProblem } from './problems.ts'
export type { PerUserOptions, ProxyOptions } from './ProxyOptions.ts'
