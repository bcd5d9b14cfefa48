import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findRedisServer } from './findRedisServer.ts'
import { freePort } from './freePort.ts'

/**
 * One Redis, in a folder of its own. It can be killed, and started again on its port with what it
 * had written.
 */
export class RedisServer {
  readonly port: number
  readonly #folder: string
  readonly #args: readonly string[]
  #process: ChildProcess | undefined

  private constructor(port: number, folder: string, args: readonly string[]) {
    this.port = port
    this.#folder = folder
    this.#args = args
  }

  /**
   * @param args such as `--appendonly yes`
   * @throws Error with the command to type if there is no Redis
   */
  static async start(...args: string[]): Promise<RedisServer> {
    for (;;) {
      const folder = await mkdtemp(join(tmpdir(), 'bando-redis-'))
      const server = new RedisServer(await freePort(), folder, args)
      // Another process may have taken the port meanwhile.
      if (await server.restart()) return server
      await rm(folder, { recursive: true, force: true })
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it again after `kill`. Returns false if it could not listen. */
  async restart(): Promise<boolean> {
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#folder]
    const started = spawn(findRedisServer({ mayInstall: true }), [...own, ...this.#args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#process = started
    let said = ''
    for await (const chunk of started.stdout) {
      said += String(chunk)
      if (said.includes('Ready to accept connections')) {
        started.stdout.resume()
        return true
      }
    }
    this.#process = undefined
    return false
  }

  /** Stops it in the middle of what it does, or lets it go on: to its clients it seems to hang. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process?.kill(signal)
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    const ending = this.#process
    this.#process = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = once(ending, 'exit')
    ending.kill('SIGKILL')
    await ended
  }

  async close(): Promise<void> {
    await this.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
