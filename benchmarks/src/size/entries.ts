/** A line that a user writes, and what it is compared as. */
export interface Import {
  readonly name: string
  readonly code: string
  /** Packages that its user has anyway, so that they are not counted. */
  readonly external?: readonly string[]
}

const exported = (name: string, from: string): string => `export { ${name} } from '${from}'`
const react = ['react', 'react-dom', '@tanstack/react-query', '@bando/core']
const nest = ['@nestjs/*', 'rxjs', 'rxjs/*', 'axios', 'reflect-metadata', '@bando/core', '@bando/core/*']

/** What users import for one task. */
export const realistic: readonly Import[] = [
  { name: 'Bando', code: exported('createBando', '@bando/core') },
  {
    name: 'Bando with webStore',
    code: `${exported('createBando', '@bando/core')}\n${exported('webStore', '@bando/core/web')}`,
  },
  { name: 'ofetch', code: exported('ofetch', 'ofetch') },
  { name: 'openapi-fetch', code: exported('default', 'openapi-fetch') },
  { name: 'ky', code: exported('default', 'ky') },
  { name: 'axios', code: exported('default', 'axios') },
  { name: '@octokit/core', code: exported('Octokit', '@octokit/core') },
  {
    name: '@octokit/core, throttling and retry',
    code: `import { Octokit } from '@octokit/core'\nimport { throttling } from '@octokit/plugin-throttling'\nimport { retry } from '@octokit/plugin-retry'\nexport const Client = Octokit.plugin(throttling, retry)`,
  },
  { name: 'p-queue', code: exported('default', 'p-queue') },
  { name: 'p-throttle', code: exported('default', 'p-throttle') },
  { name: 'limiter', code: exported('RateLimiter', 'limiter') },
  {
    name: 'rate-limiter-flexible',
    code: exported('RateLimiterMemory, RateLimiterQueue', 'rate-limiter-flexible'),
  },
  { name: 'bottleneck', code: exported('default', 'bottleneck') },
]

/** Everything that each of our entries has. */
export const entries: readonly Import[] = [
  { name: '@bando/core', code: `export * from '@bando/core'` },
  { name: '@bando/core: isBandoError', code: exported('isBandoError', '@bando/core') },
  { name: '@bando/core/web', code: `export * from '@bando/core/web'` },
  { name: '@bando/core/node', code: `export * from '@bando/core/node'` },
  { name: '@bando/core/store', code: `export * from '@bando/core/store'` },
  { name: '@bando/core/proxy', code: `export * from '@bando/core/proxy'` },
  { name: '@bando/react, without its peers', code: `export * from '@bando/react'`, external: react },
  {
    name: '@bando/react: useBandoQuery, without its peers',
    code: exported('useBandoQuery', '@bando/react'),
    external: react,
  },
  { name: '@bando/nest, without its peers', code: `export * from '@bando/nest'`, external: nest },
  {
    name: '@bando/rxjs, without its peers',
    code: `export * from '@bando/rxjs'`,
    external: ['rxjs', 'rxjs/*', '@bando/core'],
  },
]
