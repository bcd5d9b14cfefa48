import { BandoConfigError } from '../errors/BandoConfigError.ts'
import type { Session } from '../call/Session.ts'

/** Where `fetch` is asked to go. The platform's errors would quote a URL as it is, with a token that its caller put there. @throws BandoConfigError */
export function fetchUrl({ settings, credentials }: Session, input: string | URL): URL {
  const { baseUrl } = settings
  if (!URL.canParse(input, baseUrl)) {
    const found = credentials.redact(String(input).split('?', 1)[0] ?? '')
    throw new BandoConfigError(
      `fetch: needs a path, or a URL of ${baseUrl.origin}. Found ${JSON.stringify(found)}.`,
    )
  }
  const url = new URL(input, baseUrl)
  if (url.username !== '' || url.password !== '') {
    throw new BandoConfigError(
      'fetch: the URL must hold no user name or password. Pass the token as `token`: the client writes the header.',
    )
  }
  return url
}
