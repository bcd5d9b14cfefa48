import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Server } from '../servers/servers.ts'
import { firstAnswer } from './firstAnswer.ts'
import { freePort } from './freePort.ts'

/** The processor time of a server's process, and its memory after garbage collection. */
export interface Usage {
  readonly cpuMs: number
  readonly heldBytes: number
  readonly residentBytes: number
}

const probe = fileURLToPath(new URL('probe.js', import.meta.url))

/** A server in a separate process, which ends on disposal. */
export class ServerProcess implements AsyncDisposable {
  readonly url: string
  /** The time from the start of the process to its first whole response. */
  readonly startMs: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string, startMs: number) {
    this.#child = child
    this.url = url
    this.startMs = startMs
  }

  /** Starts a server. With `probed`, it can report `usage`, and starts a little slower. */
  static async start({ name, args }: Server, { probed = false } = {}): Promise<ServerProcess> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}/coolness`
    const startedAt = performance.now()
    const child = spawn(process.execPath, [...(probed ? ['--import', probe] : []), ...args(port)], {
      stdio: ['ignore', 'ignore', 'inherit', ...(probed ? (['ipc'] as const) : [])],
    })
    const ended = new AbortController()
    child.once('exit', () =>
      ended.abort(new Error(`${name} ended before it answered. Its own words are above.`)),
    )
    try {
      await firstAnswer(url, ended.signal)
      return new ServerProcess(child, url, performance.now() - startedAt)
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
  }

  async usage(): Promise<Usage> {
    const told = once(this.#child, 'message') as Promise<[Usage]>
    this.#child.send('usage')
    return (await told)[0]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}
