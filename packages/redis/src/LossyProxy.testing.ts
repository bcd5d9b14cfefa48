import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/**
 * When a connection is lost: before Redis gets the script, or after it has run and before its reply
 * has come.
 */
export type Moment = 'before the script' | 'with its reply lost' | 'after it'

/** Connections to a Redis that are lost when it is told. */
export class LossyProxy {
  /** Loses the connection of the next script at this moment. */
  next: Moment | undefined
  /** Refuses new connections, and has none. */
  isCut = false
  /** How many connections were lost. */
  lost = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(target: number) {
    this.#server = createServer((client) => this.#serve(client, target))
  }

  static async start(target: number): Promise<LossyProxy> {
    const proxy = new LossyProxy(target)
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening')
    return proxy
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Cuts all connections, until `mend`. */
  cut(): void {
    this.isCut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.isCut = false
  }

  async close(): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(client: Socket, target: number): void {
    if (this.isCut) {
      client.destroy()
      return
    }
    const redis = connect(target, '127.0.0.1')
    let losing: Moment | undefined
    const lose = (): void => {
      losing = undefined
      this.lost += 1
      client.destroy()
      redis.destroy()
    }
    client.on('data', (chunk: Buffer) => {
      if (this.next !== undefined && /evalsha|EVALSHA/.test(chunk.toString('latin1'))) {
        losing = this.next
        this.next = undefined
      }
      if (losing === 'before the script') lose()
      else redis.write(chunk)
    })
    redis.on('data', (chunk: Buffer) => {
      if (losing === 'with its reply lost') lose()
      else client.write(chunk, () => losing === 'after it' && lose())
    })
    for (const [socket, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
    }
  }
}
