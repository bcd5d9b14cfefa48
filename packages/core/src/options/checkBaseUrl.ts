import { brandOf } from '../contract/brand.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { environments } from './environments.ts'
import { isLoopback } from './place.ts'
import { show } from '../errors/show.ts'

/** The base URL with a slash at its end, and without a query. @throws BandoConfigError */
export function checkBaseUrl(given: string | URL): URL {
  const isText = typeof given === 'string'
  const url = (isText || brandOf(given) === 'URL') && parse(String(given))
  if (!url) {
    throw new BandoConfigError(
      `baseUrl: needs an absolute URL, such as ${advised(given)}. Found ${show(isText ? hideSecrets(given) : given)}.${isPath(given) ? ' A path works only in a page.' : ''}`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw new BandoConfigError('baseUrl: must hold no user name or password. Pass the token as `token`.')
  }
  if (['undefined', 'null'].includes(url.hostname)) {
    throw new BandoConfigError(
      `baseUrl: has a host that was not set. Found ${show(hideSecrets(String(given)))}. Set what the host is read from.`,
    )
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    const secure = url.protocol === 'http:' ? `https://${url.host}` : environments.production
    throw new BandoConfigError(
      `baseUrl: needs https, except on this machine, so that the token is not sent in the clear. Found ${show(hideSecrets(String(given)))}. Write ${secure}.`,
    )
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  url.search = ''
  url.hash = ''
  // Read for every call, and the getter makes a text each time.
  return Object.defineProperty(url, 'origin', { value: url.origin })
}

/** A host with a port would be read as a URL of the host's name as scheme. */
const withoutScheme = /^[a-z\d.-]+(?::\d+)?(?:\/|$)/i

function isPath(given: unknown): boolean {
  return typeof given === 'string' && /^\/(?![/\\])/.test(given)
}

/** A path is of the page's own origin, as for `fetch` in a browser. A server has no page. */
function parse(given: string): URL | undefined {
  const { location } = globalThis as { readonly location?: { readonly href: string } }
  const page = isPath(given) ? location?.href : undefined
  return withoutScheme.test(given) || !URL.canParse(given, page) ? undefined : new URL(given, page)
}

/** The URL that was most likely meant. */
function advised(given: unknown): string {
  if (typeof given !== 'string' || !withoutScheme.test(given)) return environments.production
  const local = `http://${given}`
  if (URL.canParse(local) && isLoopback(new URL(local))) return local
  return given.includes('.') ? `https://${given}` : environments.production
}

/** What stands before the host, and the query, may hold a token. */
function hideSecrets(url: string): string {
  return url.replace(/^(?<scheme>[a-z+.-]*:?\/*).*@/i, '$<scheme>').replace(/[?#].*$/s, '')
}
