import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers at once, in a process of its own, with a body of the size that is sent to it. */
const body = JSON.stringify({ coolness: 100, text: 'x'.repeat(Number(process.argv[2])) })
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.on('disconnect', () => process.exit())
