import { createBando } from '@bando/core'

const bando = createBando({ token: process.env['BANDO_TOKEN'], baseUrl: process.env['BANDO_URL'] })

const { data, waitedMs } = await bando.get('/coolness')
console.log(data, waitedMs, bando.state.limit.remaining)

await bando.close()
