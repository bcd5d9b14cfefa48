import { expect } from 'vitest'
import { createMock } from '@bando/mock'

const mock = createMock({ limit: { requests: 2, windowMs: 3_600_000 } })
const token = mock.tokens.issue()
const { url, close } = await mock.listen()

const ask = () => fetch(`${url}/coolness`, { headers: { authorization: `Bearer ${token}` } })
expect((await ask()).status).toBe(200) //
expect((await ask()).status).toBe(200) //
expect((await ask()).status).toBe(429) //, with Retry-After: 3600
mock.advance(3_600_000)
expect((await ask()).status).toBe(200) //

await close()

export {}
