import { BandoConfigError } from '../errors/BandoConfigError.ts'
import type { Redact } from '../contract/Redact.ts'
import type { Settings } from '../options/settings.ts'

/** What a request is built with. */
export interface RequestContext {
  readonly settings: Settings
  readonly credentials: { readonly redact: Redact }
}

/**
 * Where `fetch` is asked to go. The platform's errors would quote a URL as it is, with a token that
 * its caller put there. @throws BandoConfigError
 */
export function fetchUrl({ settings, credentials }: RequestContext, input: string | URL): URL {
  const { baseUrl } = settings
  const url = parse(input, baseUrl)
  if (url === undefined) {
    const found = credentials.redact(String(input).split('?', 1)[0] ?? '')
    throw new BandoConfigError(
      `fetch: needs a path, or a URL of ${baseUrl.origin}. Found ${JSON.stringify(found)}.`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw new BandoConfigError(
      'fetch: the URL must hold no user name or password. Pass the token as `token`: the client writes the header.',
    )
  }
  return url
}

function parse(input: string | URL, base: URL): URL | undefined {
  try {
    return new URL(input, base)
  } catch {
    return undefined
  }
}
