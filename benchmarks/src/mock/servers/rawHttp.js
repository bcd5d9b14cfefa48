import { createServer } from 'node:http'

const body = JSON.stringify({ coolness: 100, of: 'bando' })
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }

createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
}).listen(Number(process.argv[2]), '127.0.0.1')
