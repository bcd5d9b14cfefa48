import { CommanderError } from 'commander'
import picocolors from 'picocolors'
import { createMock } from '../server/createMock.ts'
import type { Listening } from '../server/listen.ts'
import type { Mock } from '../server/Mock.ts'
import { banner, partnerLimit, type SampleTokens } from './banner.ts'
import { createProgram, type Flags } from './program.ts'
import { requestLine } from './requestLine.ts'

/** Where the command writes, and whether in colour. */
export interface Output {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly color: boolean
}

/** A mistake of whoever started the command: told in one sentence, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Runs the command and returns its server, or undefined where it only had to print.
 * @throws {UsageError} if the flags mean nothing, or the port is taken
 */
export async function run(args: readonly string[], output: Output): Promise<Listening | undefined> {
  const program = createProgram()
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err })
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return undefined
    // commander has already written what is wrong.
    throw new UsageError('', { cause: error })
  }
  return start(program.opts<Flags>(), output)
}

async function start({ port, host, log, token, ...settings }: Flags, output: Output): Promise<Listening> {
  const mock = createMock(settings)
  const tokens = sampleTokens(mock, token)
  const colors = picocolors.createColors(output.color)
  const listening = await listenOn(mock, port, host)
  const told = { url: listening.url, settings: mock.settings, tokens }
  if (log === 'json') output.out(`${JSON.stringify({ event: 'listening', url: listening.url, tokens })}\n`)
  else output.out(banner(told, colors))
  mock.onRequest((entry) => {
    if (log === 'json') output.out(`${JSON.stringify({ event: 'request', ...entry })}\n`)
    else if (log === 'pretty') output.out(requestLine(entry, colors))
  })
  return listening
}

function sampleTokens(mock: Mock, given: string | undefined): SampleTokens {
  if (given !== undefined && !/^bando_[A-Za-z0-9_]+$/.test(given)) {
    // The value is not repeated: it may be a real one, pasted wrongly.
    throw new UsageError(
      '--token takes bando_ followed by letters, digits or underscores. Leave it out to get a random one.',
    )
  }
  const standard = mock.tokens.issue({ token: given, owner: 'standard' })
  const partner = mock.tokens.issue({ owner: 'partner', limit: partnerLimit(mock.settings) })
  const revoked = mock.tokens.issue({ owner: 'revoked' })
  mock.tokens.revoke(revoked)
  return { standard, partner, revoked }
}

async function listenOn(mock: Mock, port: number, host: string): Promise<Listening> {
  try {
    return await mock.listen({ port, host })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    switch (code) {
      case 'EADDRINUSE':
        throw new UsageError(
          `Port ${port} on ${host} is taken. Stop what listens there, or choose another: --port 0 takes any that is free.`,
          { cause: error },
        )
      case 'EACCES':
        throw new UsageError(
          `Port ${port} may not be used by this account. Choose one above 1023: --port 4010.`,
          { cause: error },
        )
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new UsageError(
          `"${host}" is no address of this machine. Use --host 127.0.0.1 or --host 0.0.0.0.`,
          { cause: error },
        )
      default:
        throw error
    }
  }
}
