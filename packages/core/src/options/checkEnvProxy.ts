import { BandoConfigError } from '../errors/BandoConfigError.ts'

interface Host {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly execArgv?: readonly string[]
}

/**
 * Refuses a token for an `http:` base URL that Node's `fetch` would ask through a proxy: the proxy would see the token.
 * @throws BandoConfigError
 */
export function checkEnvProxy(
  baseUrl: URL,
  { env = {}, execArgv = [] }: Host = (globalThis as { process?: Host }).process ?? {},
): void {
  const flags = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)]
  const isOn = (env['NODE_USE_ENV_PROXY'] ?? '') === '1' || flags.includes('--use-env-proxy')
  const proxy = env['http_proxy'] ?? env['HTTP_PROXY'] ?? ''
  if (baseUrl.protocol !== 'http:' || !isOn || proxy === '') return
  const exceptions = (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(/[\s,]+/)
  const { host, hostname } = baseUrl
  const names = [host, hostname, hostname.replaceAll(/[[\]]/g, '')]
  if (exceptions.includes('*') || names.some((name) => exceptions.includes(name))) return
  throw new BandoConfigError(
    `baseUrl: ${baseUrl.origin} would be asked through the proxy of HTTP_PROXY, which would see the token. Add ${hostname} to NO_PROXY.`,
  )
}
