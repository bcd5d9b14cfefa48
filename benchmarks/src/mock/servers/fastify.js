import { fastify } from 'fastify'

const app = fastify()
app.get('/coolness', () => ({ coolness: 100, of: 'bando' }))
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
