import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** Finds a port that is free, and whose cluster bus (10 000 above) has a number. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    if (port < 55_000) return port
  }
}
