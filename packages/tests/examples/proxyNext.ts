// app/bando/[...path]/route.ts
import { createBando } from '@bando/core'
import { createProxy } from '@bando/core/proxy'

const bando = createBando({ token: process.env['BANDO_TOKEN'], baseUrl: process.env['BANDO_URL'] })

const proxy = createProxy(bando, { allow: ['GET /coolness', 'POST /api/v1/quotes/'], basePath: '/bando' })

export { proxy as GET, proxy as POST }
