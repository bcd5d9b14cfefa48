import { getLocal } from 'mockttp'

// Its own journal would keep every request for ever.
const server = getLocal({ recordTraffic: false })
await server.start(Number(process.argv[2]))
await server.forGet('/coolness').thenJson(200, { coolness: 100, of: 'bando' })
