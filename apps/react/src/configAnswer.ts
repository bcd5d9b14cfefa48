import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PageConfig } from './PageConfig.ts'

/**
 * A middleware that serves the page's configuration at `/config.json`. It contains tokens, so it
 * serves only this machine.
 */
export function configAnswer(
  config: PageConfig,
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  return ({ url }, response, next) => {
    if (url !== '/config.json') return next()
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(config))
  }
}
