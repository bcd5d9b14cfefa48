import { createMock } from '@bando/mock'

// Limit, lockout, journal and admin API have their defaults. Only the limit is too large to be
// reached.
const mock = createMock({
  tokens: ['bando_benchmark'],
  limit: { requests: 1_000_000_000, windowMs: 3_600_000 },
})
await mock.listen({ port: Number(process.argv[2]) })
