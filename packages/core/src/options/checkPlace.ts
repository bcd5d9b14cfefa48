import type { TokenSource } from '../contract/TokenSource.ts'
import type { Transport } from '../contract/Transport.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { isBrowser, isLoopback } from './place.ts'

/** Where a token is held, and where it is sent. */
interface TokenPlace {
  readonly baseUrl: URL
  readonly allowTokenInBrowser: boolean
  readonly fetch: Transport | undefined
}

/** Refuses a token in a place where others could read it. @throws BandoConfigError */
export function checkPlace(source: TokenSource | undefined, place: TokenPlace): void {
  checkBrowserToken(source, place)
  // Another transport than the global `fetch` has settings of its own.
  if (source !== undefined && place.fetch === undefined) checkEnvProxy(place.baseUrl)
}

function checkBrowserToken(
  source: TokenSource | undefined,
  { baseUrl, allowTokenInBrowser }: TokenPlace,
): void {
  if (typeof source !== 'string' || allowTokenInBrowser || !isBrowser() || isLoopback(baseUrl)) return
  throw new BandoConfigError(
    'token: a token in a browser can be read by every visitor of the page. Call your own server, and let it call Bando; or leave the token out, since the API is public. If only people you trust can open the page, set allowTokenInBrowser.',
  )
}

interface Host {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly execArgv?: readonly string[]
}

/**
 * Refuses a token for an `http:` base URL that Node's `fetch` would ask through a proxy: the proxy
 * would see the token.
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
