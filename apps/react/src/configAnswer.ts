import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PageConfig } from './PageConfig.ts'

/**
 * A middleware that tells the page its configuration, at `/config.json`. Tokens stand there, so it
 * is for this machine only.
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
