import { createBando, isBandoError } from '@bando/core'

/** What a call that failed says, without the token. */
export interface Told {
  readonly code: string
  readonly sent: boolean
  readonly remaining: number | undefined
  /** The messages of the error and of its causes. */
  readonly messages: readonly string[]
}

// node ask.ts <url>: makes one call, and writes what its error says.
const [, , baseUrl = ''] = process.argv
const bando = createBando({ token: 'bando_good', baseUrl, retry: { attempts: 1 } })
const error: unknown = await bando.get('/coolness').catch((thrown: unknown) => thrown)
if (!isBandoError(error)) throw new Error('The call was to fail.', { cause: error })
const messages: string[] = []
for (let at: unknown = error; at instanceof Error; at = at.cause) messages.push(at.message)
const told: Told = {
  code: error.code,
  sent: error.sent,
  remaining: bando.state.limit.remaining,
  messages,
}
process.stdout.write(JSON.stringify(told))
await bando.close()
