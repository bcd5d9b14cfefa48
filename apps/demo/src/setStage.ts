import { startApp } from '@bando/app-nest'
import { servePage } from '@bando/app-react'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { findRedisServer, RedisServer } from '@bando/redis-server'

/** The servers and clients of the demo. Windows are short, so that an hour takes two seconds. */
export const limit = { requests: 20, windowMs: 2000 }
const anonymousLimit = { requests: 10, windowMs: 2000 }

export interface Stage {
  readonly mock: Mock
  readonly apiUrl: string
  readonly nestUrl: string
  /** Second replica of the Nest app, on one budget with the first; `undefined` without a Redis. */
  readonly replicaUrl: string | undefined
  readonly pageUrl: string
  /** Valid tokens, one for each client. */
  readonly tokens: {
    readonly script: string
    readonly nest: string
    readonly rxjs: string
    readonly page: string
  }
  close(): Promise<void>
}

/** Starts the mock, the Nest app and the page of the React app. */
export async function setStage(): Promise<Stage> {
  const mock = createMock({ limit, anonymousLimit })
  const api = await mock.listen()
  const issue = (owner: string): string => mock.tokens.issue({ owner })
  const tokens = { script: issue('script'), nest: issue('nest'), rxjs: issue('rxjs'), page: issue('page') }
  const redis = hasRedis() ? await RedisServer.start() : undefined
  const variables = { BANDO_URL: api.url, BANDO_TOKEN: tokens.nest, REDIS_URL: redis?.url, PORT: '0' }
  const nest = await startApp(variables)
  const replica = redis && (await startApp(variables))
  const page = await servePage({ apiUrl: api.url, token: tokens.page, badToken: 'bando_revoked_long_ago' })
  return {
    mock,
    apiUrl: api.url,
    nestUrl: nest.url,
    replicaUrl: replica?.url,
    pageUrl: page.url,
    tokens,
    async close() {
      await page.close()
      await replica?.close()
      await nest.close()
      await redis?.close()
      await api.close()
    },
  }
}

function hasRedis(): boolean {
  try {
    return findRedisServer() !== ''
  } catch {
    return false
  }
}
