import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import { configAnswer } from './configAnswer.ts'
import type { PageConfig } from './PageConfig.ts'

export interface ServePageOptions extends PageConfig {
  /** The port; 0 takes any free one. @defaultValue 0 */
  readonly port?: number | undefined
}

/** Serves the built page to this machine. @throws what `node:net` throws, such as `EADDRINUSE` */
export async function servePage({
  port = 0,
  ...config
}: ServePageOptions): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const files = sirv(fileURLToPath(new URL('../dist/page/', import.meta.url)), { etag: true })
  const answerConfig = configAnswer(config)
  const server = createServer((request, response) =>
    answerConfig(request, response, () => files(request, response)),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
