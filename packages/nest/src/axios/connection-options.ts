import type { AxiosRequestConfig } from 'axios'

/**
 * Axios options that say how to connect. All others are for the API that the instance was made for.
 */
const names = [
  'adapter',
  'decompress',
  'env',
  'family',
  'http2Options',
  'httpAgent',
  'httpsAgent',
  'httpVersion',
  'insecureHTTPParser',
  'lookup',
  'maxRate',
  'proxy',
  'socketPath',
  'transport',
] as const

/**
 * Returns the agents, the proxy and the other connection options of an axios instance's defaults.
 */
export function connectionOptions(defaults: object): AxiosRequestConfig {
  const options: Record<string, unknown> = {}
  for (const name of names) {
    const value: unknown = (defaults as Record<string, unknown>)[name]
    if (value !== undefined) options[name] = value
  }
  return options
}
