import { inspect } from 'node:util'
import type { Logger } from '@bando/core'
import { silent } from '@bando/core'
import { Logger as NestLogger } from '@nestjs/common'
import type { BandoLogLevel } from './interfaces/bando-module-options.interface.ts'

/**
 * Tells Nest's own logger what the client says, at the levels that were chosen. `redact` takes the
 * token out of an error of a listener.
 */
export function nestLogger(levels: readonly BandoLogLevel[], redact: (text: string) => string): Logger {
  const logger = new NestLogger('Bando')
  const at = (level: BandoLogLevel): Logger['debug'] =>
    levels.includes(level) ? (message, details) => logger[level](redact(withError(message, details))) : silent
  return { debug: at('debug'), info: at('log'), warn: at('warn'), error: at('error') }
}

/**
 * One text, since Nest's JSON logger makes a record of each argument. The details say no more than
 * the message, an error aside.
 */
function withError(message: string, details: object | undefined): string {
  const error: unknown = details !== undefined && 'error' in details ? details.error : undefined
  if (error === undefined) return message
  return `${message} ${inspect(error)}`
}
