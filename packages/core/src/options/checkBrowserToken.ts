import type { TokenSource } from '../contract/TokenSource.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { isBrowser } from './isBrowser.ts'
import { isLoopback } from './isLoopback.ts'

/** Refuses a static token where everybody who visits the page could read it. @throws BandoConfigError */
export function checkBrowserToken(source: TokenSource | undefined, baseUrl: URL, isAllowed: boolean): void {
  if (typeof source !== 'string' || isAllowed || !isBrowser() || isLoopback(baseUrl)) return
  throw new BandoConfigError(
    'token: a token in a browser can be read by everybody who visits the page. Call your own server, and let it call Bando; or leave the token out, since the API is public. If only people you trust can open the page, set allowTokenInBrowser.',
  )
}
