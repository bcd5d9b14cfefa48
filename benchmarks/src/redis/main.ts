import { RedisServer } from '@bando/redis-server'
import { candidates } from './candidates.ts'
import { measure } from './measure.ts'

// `node src/redis/main.ts 10000` measures one of the limits.
const chosen = process.argv.slice(2).map(Number)
const limits = [100, 10_000, 1_000_000]
  .filter((requests) => chosen.length === 0 || chosen.includes(requests))
  .map((requests) => ({ requests, windowMs: 1000 }))
const permits = 1000
const server = await RedisServer.start()
for (const limit of limits) {
  for (const members of [1, 4, 32]) {
    for (const inFlight of [1, 100]) {
      const rows: Record<string, Record<string, number>> = {}
      // Of a small limit fewer are taken: each hundred takes a second.
      const count = limit.requests < permits ? 300 : permits
      for (const [name, candidate] of Object.entries(candidates)) {
        const cost = await measure(server.url, candidate, { limit, members, inFlight, permits: count })
        rows[name] = {
          'commands per 1000': Math.round(cost.commands),
          'kB per 1000': Math.round(cost.bytes / 1000),
          'µs of CPU': Math.round(cost.cpu),
          'ms per 1000': Math.round(cost.elapsedMs),
        }
      }
      console.log(`\n${limit.requests} a second, ${members} members, ${inFlight} in flight`)
      console.table(rows)
    }
  }
}
await server.close()
