import type { Logger } from '../contract/Logger.ts'
import type { BandoOptions } from './BandoOptions.ts'
import { environments } from './environments.ts'

/**
 * Warns of options that are there without a value: what they were read from is probably not set.
 */
export function warnUnset(options: BandoOptions, logger: Logger): void {
  const notes = [
    isUnset(options, 'token') &&
      `token is ${options.token === null ? 'null' : 'undefined'}, so calls are anonymous. If that is meant, leave \`token\` out; if not, set what it is read from, such as the environment variable: tokenFromEnv('BANDO_TOKEN') of @bando/core/node insists on it.`,
    isUnset(options, 'baseUrl') &&
      `baseUrl is undefined, so calls go to production, ${environments.production}. If that is meant, leave \`baseUrl\` out, or write environments.production; if not, set what it is read from.`,
  ].filter((note) => note !== false)
  if (notes.length > 0) logger.warn(`createBando: ${notes.join(' ')}`)
}

function isUnset(options: BandoOptions, name: keyof BandoOptions): boolean {
  return name in options && (options[name] ?? undefined) === undefined
}
