import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const padding = 'x'.repeat(Number(process.argv[2] ?? 0))
const body = JSON.stringify({ coolness: 100, of: 'bando', ...(padding && { padding }) })
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
// Connections last from one turn of a client to its next.
const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('disconnect', () => process.exit())
