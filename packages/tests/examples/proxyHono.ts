import { createBando } from '@bando/core'
import { createProxy } from '@bando/core/proxy'
import { Hono } from 'hono'
import { parse } from 'hono/utils/cookie'

const bando = createBando({ token: process.env['BANDO_TOKEN'], baseUrl: process.env['BANDO_URL'] })

const proxy = createProxy(bando, {
  allow: ['GET /coolness', 'GET /api/v1/products/grouped/', 'POST /api/v1/quotes/'],
  basePath: '/bando',
  userOf: ({ headers }) => parse(headers.get('cookie') ?? '')['session'],
  perUser: { limit: { requests: 20, windowMs: 3_600_000 } },
})

export const app = new Hono().all('/bando/*', ({ req }) => proxy(req.raw))
