import type { Logger } from '@bando/core'
import { Logger as NestLogger } from '@nestjs/common'

/** What the client has to say, through the application's own logger. */
export function nestLogger(): Logger {
  const logger = new NestLogger('Bando')
  return {
    debug: (message, details) => logger.debug(message, ...shown(details)),
    info: (message, details) => logger.log(message, ...shown(details)),
    warn: (message, details) => logger.warn(message, ...shown(details)),
    error: (message, details) => logger.error(message, ...shown(details)),
  }
}

function shown(details: object | undefined): object[] {
  return details === undefined ? [] : [details]
}
