import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What `bando-mock --log json` says first. */
export interface Announced {
  readonly url: string
  /** Left out if the admin API is disabled. */
  readonly adminUrl?: string
  readonly tokens: { readonly standard: string; readonly partner: string; readonly revoked: string }
  /** Those of the configuration; the token itself only where the mock made it up. */
  readonly ownTokens: readonly { readonly fingerprint: string; readonly token?: string }[]
  /** Where the certificate to trust lies. */
  readonly certificate?: string
}

/** The built command as a process of its own. */
export interface Command extends Announced, AsyncDisposable {
  readonly process: ChildProcess
  /** What it has written so far. */
  readonly written: { out: string; err: string }
}

/** Where else a command starts. */
export interface CommandPlace {
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string>>
}

const bin = fileURLToPath(new URL('../../bin/bando-mock.js', import.meta.url))

/** Starts the command without waiting for anything; it ends with the `using` block. */
export function spawnCommand(
  flags: readonly string[],
  { directory, environment }: CommandPlace = {},
): Pick<Command, 'process' | 'written'> & AsyncDisposable {
  const child = spawn(process.execPath, [bin, ...flags], {
    cwd: directory ?? import.meta.dirname,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text))
  const ended = once(child, 'close')
  return {
    process: child,
    written,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts the command on a free port, and waits until it listens. */
export function startCommand(flags: readonly string[] = [], place: CommandPlace = {}): Promise<Command> {
  return listening(spawnCommand(['--port', '0', '--log', 'json', ...flags], place))
}

/** Waits until a command that logs JSON listens. */
export async function listening(spawned: ReturnType<typeof spawnCommand>): Promise<Command> {
  const { process: child, written } = spawned
  while (!written.out.includes('\n')) {
    if (child.exitCode !== null) throw new Error(`bando-mock ended before it listened: ${written.err}`)
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'close')])
  }
  const announced = JSON.parse(written.out.slice(0, written.out.indexOf('\n'))) as Announced
  return { ...announced, ...spawned }
}

/** What a run that listens writes first. */
export async function bannerOf(flags: readonly string[], place: CommandPlace = {}): Promise<string> {
  await using command = spawnCommand(['--port', '0', ...flags], place)
  while (!command.written.out.includes('Ctrl+C')) {
    await once(command.process.stdout ?? command.process, 'data')
  }
  return command.written.out
}

/** Waits until the command has ended by itself. */
export async function ended({
  process: child,
  written,
}: ReturnType<typeof spawnCommand>): Promise<{ code: number | null; out: string; err: string }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  return { code: child.exitCode, ...written }
}
