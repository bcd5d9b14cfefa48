import { expect, it } from 'vitest'
import type { RedisClient, RedisStoreOptions } from './index.ts'
import { redisStore } from './index.ts'
import { defaults, parseOptions } from './parseOptions.ts'

it('takes the defaults for what is not given', () => {
  expect(parseOptions({ prefix: undefined })).toEqual(defaults)
  expect(parseOptions({ prefix: 'shop', onOutage: 'fail' })).toMatchObject({
    prefix: 'shop',
    onOutage: 'fail',
  })
})

it.each([
  [{ prefix: '{shop}' }, /prefix needs a text without braces and spaces\. Found "\{shop\}"\./],
  [{ prefix: '' }, /prefix/],
  [{ onOutage: 'ignore' }, /onOutage needs 'wait' or 'fail'\. Found "ignore"\./],
  [{ outageShare: 1 }, /outageShare needs a share from 0 to below 1\. Found 1\./],
  [{ outageShare: -0.1 }, /outageShare/],
  [{ outageShare: NaN }, /outageShare/],
  [{ outageShare: '10 %' }, /outageShare needs a share from 0 to below 1\. Found "10 %"\./],
  [{ commandTimeoutMs: 0 }, /commandTimeoutMs needs milliseconds, at least 1\. Found 0\./],
  [{ commandTimeoutMs: Infinity }, /commandTimeoutMs/],
  [{ news: 'push' }, /news needs 'pubsub' or 'poll'/],
  [{ onoutage: 'fail' }, /onoutage needs one of prefix, onOutage, outageShare, commandTimeoutMs, news/],
])('refuses %o', (options, message) => {
  expect(() => parseOptions(options as RedisStoreOptions)).toThrow(message)
})

it.each([[undefined], ['redis://:secret@host'], [{}], [null]])('refuses %o as a client', (client) => {
  const make = (): unknown => redisStore(client as unknown as RedisClient)
  expect(make).toThrow(expect.objectContaining({ code: 'config' }))
  expect(make).toThrow(/^redisStore: needs a client of ioredis or node-redis\. Found (?!.*secret)/)
})
