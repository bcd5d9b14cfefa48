import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { failure, setUp } from '../call/setUp.testing.ts'
import { encodeBody } from './encodeBody.ts'

const foreign = (code: string): unknown => runInNewContext(code)

it.each([
  ['an ArrayBuffer', 'new Uint8Array([1, 2, 3]).buffer'],
  ['a typed array', 'new Uint8Array([1, 2, 3])'],
  ['a DataView', 'new DataView(new Uint8Array([1, 2, 3]).buffer)'],
])('%s of another realm is sent as its bytes', async (_, code) => {
  const { body, contentType } = encodeBody(foreign(code))
  expect([...new Uint8Array(await new Response(body).arrayBuffer())]).toEqual([1, 2, 3])
  expect(contentType).toBeUndefined()
})

it('an error of another realm that tells of no connection costs nothing, and is shown', async () => {
  const refused = foreign("Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })")
  const { bando } = setUp(() => Promise.reject(refused), { retry: { attempts: 1 } })
  expect(await failure(bando.post('/a'))).toMatchObject({
    sent: false,
    message: expect.stringContaining('ECONNREFUSED'),
  })
  expect(bando.state.limit.remaining).toBe(100)
})
