// bando-mock.config.ts
import type { MockConfig } from '@bando/mock'

export default {
  limit: '20/2s',
  lockout: '5/1m/15m,by=owner',
  tokens: [{ owner: 'acme', token: 'bando_acme', limit: { requests: 1000, windowMs: 3_600_000 } }],
  routes: { 'GET /mine/:id': (_request, { params }) => Response.json({ id: params['id'] }) },
} satisfies MockConfig

export {}
