import type { Logger } from '../contract/Logger.ts'
import { silent } from '../contract/Logger.ts'

/**
 * The same logger, but nothing that it throws, and no promise of it that rejects, stops the client.
 */
export function guardLogger(logger: Logger): Logger {
  const guard = (level: keyof Logger): Logger[keyof Logger] => {
    if (logger[level] === silent) return silent
    return (message, details) => {
      try {
        const returned: unknown = logger[level](message, ...(details === undefined ? [] : [details]))
        if (typeof returned === 'object') Promise.resolve(returned).catch(silent)
      } catch {
        // There is nothing left to tell it to.
      }
    }
  }
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') }
}
