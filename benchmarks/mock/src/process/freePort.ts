import { createServer } from 'node:net'

/** Below the ports that systems hand out to whoever takes any: nobody comes upon it between the look and the use. */
const range = { from: 10_000, to: 30_000 }

/** A port that nobody listens on. */
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
