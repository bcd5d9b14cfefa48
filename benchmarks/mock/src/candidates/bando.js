import { createMock } from '@bando/mock'

// Limit, lockout, journal and admin API as they are by default; only the hour is too large to spend.
const mock = createMock({
  tokens: ['bando_benchmark'],
  limit: { requests: 1_000_000_000, windowMs: 3_600_000 },
})
await mock.listen({ port: Number(process.argv[2]) })
