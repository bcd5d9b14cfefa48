import { createBando } from '@bando/core'
import { tokenFromEnv } from '@bando/core/node'

const bando = createBando({ token: tokenFromEnv('BANDO_TOKEN'), baseUrl: process.env['BANDO_URL'] })

const { data, waitedMs } = await bando.get('/coolness')
console.log(data, waitedMs, bando.state.limit.remaining)

await bando.close()
