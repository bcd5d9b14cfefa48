/** The configuration of the service. */
export interface Environment {
  /** The address to listen on; the container uses 0.0.0.0. @defaultValue 127.0.0.1 */
  readonly HOST: string
  /** The port to listen on. @defaultValue 3000 */
  readonly PORT: number
  /** The token, unless `BANDO_TOKEN_FILE` names a file that holds it. */
  readonly BANDO_TOKEN?: string | undefined
  /** Read again when the token is rejected, so that a rotated secret needs no restart. */
  readonly BANDO_TOKEN_FILE?: string | undefined
  /** The base URL of the API. @defaultValue the API's production */
  readonly BANDO_URL?: string | undefined
  /** The origin of a page that may call the proxy, such as `https://shop.example`. */
  readonly PAGE_ORIGIN?: string | undefined
  /**
   * Shares the budget with the other replicas in this Redis, and enables the jobs: a schedule, and
   * a queue.
   */
  readonly REDIS_URL?: string | undefined
  readonly LOG_FORMAT: 'text' | 'json'
}

/**
 * Reads and checks the environment.
 * @throws Error naming the variable, what it takes and what was found
 */
export function readEnvironment(given: Readonly<Record<string, unknown>>): Environment {
  const text = (name: keyof Environment): string | undefined => {
    const value = given[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const [BANDO_TOKEN, BANDO_TOKEN_FILE] = [text('BANDO_TOKEN'), text('BANDO_TOKEN_FILE')]
  if (BANDO_TOKEN === undefined && BANDO_TOKEN_FILE === undefined) {
    throw new Error('BANDO_TOKEN and BANDO_TOKEN_FILE are not set. Write to api@bando.cool for a token.')
  }
  return {
    HOST: text('HOST') ?? '127.0.0.1',
    PORT: toPort(text('PORT') ?? '3000'),
    BANDO_TOKEN,
    BANDO_TOKEN_FILE,
    BANDO_URL: text('BANDO_URL'),
    PAGE_ORIGIN: text('PAGE_ORIGIN'),
    REDIS_URL: text('REDIS_URL'),
    LOG_FORMAT: toFormat(text('LOG_FORMAT') ?? 'text'),
  }
}

function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new Error(`PORT: needs a port, from 0 to 65535. Found ${JSON.stringify(text)}.`)
}

function toFormat(text: string): 'text' | 'json' {
  if (text === 'text' || text === 'json') return text
  throw new Error(`LOG_FORMAT: needs text or json. Found ${JSON.stringify(text)}.`)
}
