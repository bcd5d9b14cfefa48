import { createServer } from 'node:net'

/**
 * Below the ports that systems assign, so that no process takes the port between the check and its
 * use.
 */
const range = { from: 10_000, to: 30_000 }

/** Returns a port that no process listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = range.from + Math.floor(Math.random() * (range.to - range.from))
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
