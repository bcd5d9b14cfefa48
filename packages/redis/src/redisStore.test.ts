import { randomUUID } from 'node:crypto'
import { storeConformance } from '@bando/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Connected, Place } from './clients.testing.ts'
import { connectBy, connectClusterBy, redis, threeMasters } from './clients.testing.ts'
import type { RedisStoreOptions } from './index.ts'
import { redisStore } from './index.ts'

/** Runs the conformance suite at a place of its own for each case. */
function conforms(
  start: () => Promise<Place>,
  connect: (urls: readonly string[]) => Promise<Connected>,
  options: RedisStoreOptions = {},
): void {
  let place: Place
  beforeAll(async () => {
    place = await start()
  })
  afterAll(() => place.close())

  it.each(storeConformance)('$name', async (conformance) => {
    const prefix = `bando-test-${randomUUID()}`
    const connected: Connected[] = []
    try {
      // Two members that are processes of their own have connections of their own.
      connected.push(await connect(place.urls), await connect(place.urls))
      let members = 0
      await conformance.run(() => {
        members += 1
        const { client } = connected[members % connected.length]!
        return redisStore(client, { prefix, ...options })
      })
    } finally {
      for (const { close } of connected) await close()
    }
  })
}

describe.each(Object.entries(connectBy))('redisStore by %s', (_, connect) => {
  conforms(redis, ([url = '']) => connect(url))
})

describe('redisStore that polls', () => {
  conforms(redis, ([url = '']) => connectBy['ioredis 6'](url), { news: 'poll' })
})

describe.each(Object.entries(connectClusterBy))('redisStore on three masters by %s', (_, connect) => {
  conforms(threeMasters, connect)
})
