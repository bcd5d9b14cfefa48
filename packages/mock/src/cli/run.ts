import { CommanderError } from 'commander'
import process from 'node:process'
import type { Config } from '../config/MockConfig.ts'
import { readConfig } from '../config/readConfig.ts'
import { UsageError } from '../config/UsageError.ts'
import { createMock } from '../server/createMock.ts'
import type { Listening, ListenOptions } from '../server/http/listen.ts'
import type { Mock } from '../server/Mock.ts'
import { banner, partnerLimit, type SampleTokens } from './banner.ts'
import { createProgram } from './program.ts'
import { keepCertificate } from './keepCertificate.ts'
import { issueOwnTokens } from './ownTokens.ts'
import type { Paint } from './Paint.ts'
import { requestLine } from './requestLine.ts'

/** The output of the command, and its colours. */
export interface Output {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paint: Paint
}

/** What else determines the configuration. */
export interface Surroundings {
  /** The environment variables. @defaultValue the process's own */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** The directory of the configuration file. @defaultValue the working directory */
  readonly directory?: string
}

/**
 * Runs the command and returns its server, or undefined if it only printed something.
 * @throws {UsageError} if the arguments are invalid, or the port is taken
 */
export async function run(
  args: readonly string[],
  output: Output,
  surroundings: Surroundings = {},
): Promise<Listening | undefined> {
  const program = createProgram()
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.err,
      outputError: (text, write) => write(text.replace(/^error: /, 'bando-mock: ')),
    })
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return undefined
    // commander has already written the error.
    throw new UsageError('', { cause: error })
  }
  const [word] = program.args
  if (word !== undefined) {
    throw new UsageError(
      `"${word}" is not a flag, and bando-mock takes only flags. Leave it out, or run bando-mock --help to see every flag.`,
    )
  }
  const { environment = process.env, directory = process.cwd() } = surroundings
  return start(await readConfig({ flags: program.opts(), environment, directory }), output)
}

async function start(config: Config, output: Output): Promise<Listening> {
  const { port = 4010, host = '127.0.0.1', basePath, adminPort, tls, log = 'pretty', token, ...rest } = config
  const { tokens: given, ...options } = rest
  const mock = readable(() => createMock(options))
  const ownTokens = readable(() => issueOwnTokens(mock, given))
  const tokens = sampleTokens(mock, token)
  const listening = await listenOn(mock, { port, host, basePath, adminPort, tls })
  const { url, adminUrl, certificate } = listening
  const trust = certificate === undefined ? undefined : await keepCertificate(certificate)
  const told = {
    url,
    adminUrl: options.admin === false ? undefined : adminUrl,
    settings: mock.settings,
    tokens,
    ownTokens,
    certificate: trust?.path,
  }
  if (log === 'json') {
    const { settings: _, ...where } = told
    output.out(`${JSON.stringify({ event: 'listening', ...where })}\n`)
  } else output.out(banner(told, output.paint))
  mock.onRequest((entry) => {
    if (log === 'json') output.out(`${JSON.stringify({ event: 'request', ...entry })}\n`)
    else if (log === 'pretty') output.out(requestLine(entry, output.paint))
  })
  const close = async (): Promise<void> => void (await Promise.all([listening.close(), trust?.remove()]))
  return { ...listening, close, [Symbol.asyncDispose]: close }
}

/** Turns an option error of the mock, such as a wrong route name, into a usage error. */
function readable<Made>(create: () => Made): Made {
  try {
    return create()
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

function sampleTokens(mock: Mock, given: string | undefined): SampleTokens {
  const standard = mock.tokens.issue({ token: given, owner: 'standard' })
  const partner = mock.tokens.issue({ owner: 'partner', limit: partnerLimit(mock.settings) })
  const revoked = mock.tokens.issue({ owner: 'revoked', status: 'revoked' })
  return { standard, partner, revoked }
}

async function listenOn(
  mock: Mock,
  options: ListenOptions & { port: number; host: string },
): Promise<Listening> {
  const { port, host, adminPort } = options
  if (adminPort === port && port !== 0) {
    throw new UsageError(
      `--admin-port must be another port than --port, but both are ${port}. Leave it out, and /_mock is on the API's own port.`,
    )
  }
  try {
    return await mock.listen(options)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const refused = 'port' in error ? Number(error.port) : port
    const flag = refused === adminPort ? '--admin-port' : '--port'
    switch (error.code) {
      case 'EADDRINUSE':
        throw new UsageError(
          `Port ${refused} on ${host} is already in use. Stop the process that listens there, or choose another port: ${flag} 0 takes any free one.`,
          { cause: error },
        )
      case 'EACCES':
        throw new UsageError(
          `This account may not use port ${refused}. Choose one above 1023: ${flag} ${refused === adminPort ? 4011 : 4010}.`,
          { cause: error },
        )
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new UsageError(
          `"${host}" is not an address of this machine. Use --host 127.0.0.1 or --host 0.0.0.0.`,
          { cause: error },
        )
      default:
        throw error
    }
  }
}
