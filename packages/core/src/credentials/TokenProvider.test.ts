import { describe, expect, it, vi } from 'vitest'
import type { TokenSource } from '../contract/TokenSource.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import type { TokenCredential } from './TokenCredential.ts'
import { deferred } from '../deferred.testing.ts'
import { TokenProvider } from './TokenProvider.ts'

function setUp(source: TokenSource | undefined) {
  const clock = new ManualClock()
  const onChange = vi.fn<(next: TokenCredential | undefined, previous: TokenCredential | undefined) => void>()
  const holder = new TokenProvider(source, {
    clock,
    freshForMs: 60_000,
    sourceTimeoutMs: 10_000,
    onChange,
  })
  const token = (): string | undefined => holder.current?.authorization().replace('Bearer ', '')
  const rejected = (): string => holder.current?.id ?? ''
  return { clock, onChange, holder, token, rejected }
}

/** Each token in its turn, the last again and again. */
function inTurn(...tokens: string[]) {
  let asked = 0
  return vi.fn<() => Promise<string>>(async () => tokens[Math.min(asked++, tokens.length - 1)] ?? '')
}

describe('a static token', () => {
  it('is there at once, and nothing is waited for', () => {
    const { holder, token } = setUp('a')
    expect(token()).toBe('a')
    expect(holder.pending()).toBeUndefined()
    expect(holder.isAnonymous).toBe(false)
  })

  it('has no other after a rejection', async () => {
    const { holder, rejected } = setUp('a')
    expect(await holder.renew(rejected())).toBe(false)
  })

  it('that cannot be one leaves the old one in place', () => {
    const { holder, token, onChange } = setUp('a')
    expect(() => holder.set('a b')).toThrow(/white space/)
    expect(token()).toBe('a')
    expect(onChange).not.toHaveBeenCalled()
  })

  it('set again is news, since its owner says it is good', () => {
    const { holder, onChange } = setUp('a')
    holder.set('a')
    expect(onChange).toHaveBeenCalledOnce()
  })
})

it('takes its tokens out of a text, one that was replaced too', async () => {
  const { holder } = setUp('token-a')
  expect(holder.redact('token-a token-b token-c')).toMatch(/^<token \w+> token-b token-c$/)
  holder.set('token-b')
  expect(holder.redact('token-a token-b token-c')).toMatch(/^<token \w+> <token \w+> token-c$/)
  holder.set(() => 'token-c')
  await holder.pending()
  expect(holder.redact('token-a token-b token-c')).toMatch(/^(<token \w+> ?){3}$/)
  expect(holder.redact('token-a token-', 'cut')).toMatch(/^<token \w+> $/)
})

it('without a token is anonymous, until it is set, and again when that is undone', () => {
  const { holder, token, onChange } = setUp(undefined)
  expect([holder.isAnonymous, holder.pending(), holder.current]).toEqual([true, undefined, undefined])
  holder.set('a')
  expect([holder.isAnonymous, token()]).toEqual([false, 'a'])
  holder.set(undefined)
  expect([holder.isAnonymous, token()]).toEqual([true, undefined])
  expect(onChange).toHaveBeenCalledTimes(2)
})

describe('a source', () => {
  it('is asked once, however many wait for it', async () => {
    const source = inTurn('a')
    const { holder, token, onChange } = setUp(source)
    await Promise.all([holder.pending(), holder.pending(), holder.pending()])
    expect(source).toHaveBeenCalledOnce()
    expect(token()).toBe('a')
    expect(onChange).toHaveBeenCalledOnce()
  })

  it('is asked again when its token is no longer fresh', async () => {
    const source = inTurn('a', 'b')
    const { holder, token, clock } = setUp(source)
    await holder.pending()
    await clock.advance(59_999)
    expect(holder.pending()).toBeUndefined()
    await clock.advance(1)
    await holder.pending()
    expect(token()).toBe('b')
  })

  it('that gives the same token again brings no news: a rejection of it stands', async () => {
    const { holder, clock, onChange, rejected } = setUp(inTurn('a'))
    await holder.pending()
    await clock.advance(60_000)
    await holder.pending()
    expect(await holder.renew(rejected())).toBe(false)
    expect(onChange).toHaveBeenCalledOnce()
  })

  it('is asked for another after a rejection, by all who were rejected, once', async () => {
    const source = inTurn('a', 'b')
    const { holder, token, rejected } = setUp(source)
    await holder.pending()
    const old = rejected()
    expect(await Promise.all([holder.renew(old), holder.renew(old)])).toEqual([true, true])
    expect(await holder.renew(old)).toBe(true)
    expect(token()).toBe('b')
    expect(source).toHaveBeenCalledTimes(2)
  })

  it('that gave the rejected token again is asked again after 1, 2, 4, 8, 10, 10 seconds', async () => {
    const source = inTurn('a')
    const { holder, clock, rejected } = setUp(source)
    await holder.pending()
    const renew = (): Promise<boolean[]> => Promise.all([holder.renew(rejected()), holder.renew(rejected())])
    await renew()
    for (const [index, seconds] of [1, 2, 4, 8, 10, 10].entries()) {
      await clock.advance(seconds * 1000 - 1)
      await renew()
      expect(source).toHaveBeenCalledTimes(index + 2)
      await clock.advance(1)
      expect(await renew()).toEqual([false, false])
      expect(source).toHaveBeenCalledTimes(index + 3)
    }
  })

  it.each<[string, TokenSource, RegExp]>([
    ['rejects', () => Promise.reject(new Error('sealed')), /source failed/],
    ['throws', () => { throw new Error('sealed') }, /source failed/], // prettier-ignore
    ['gives nonsense', () => 'a b', /not a token: The token contains white space/],
    ['gives nothing', () => undefined as unknown as string, /not a token: The token must be a string/],
  ])('that %s is a typed error, and asked again by the next', async (_, source, message) => {
    const asked = vi.fn<() => string | Promise<string>>(source as () => string)
    const { holder, clock } = setUp(asked)
    await expect(holder.pending()).rejects.toMatchObject({
      code: 'token',
      sent: false,
      message: expect.stringMatching(message),
    })
    await expect(holder.pending()).rejects.toMatchObject({ code: 'token' })
    expect(asked).toHaveBeenCalledTimes(2)
    expect(clock.pending).toBe(0)
  })

  it('that gives another at last has it used at once, and is asked at once when that one is rejected', async () => {
    const source = inTurn('a', 'a', 'b')
    const { holder, clock, rejected, token } = setUp(source)
    await holder.pending()
    await holder.renew(rejected())
    await clock.advance(1000)
    expect(await holder.renew(rejected())).toBe(true)
    expect(token()).toBe('b')
    expect(await holder.renew(rejected())).toBe(false)
    expect(source).toHaveBeenCalledTimes(4)
  })

  it('that is set again is asked again at once', async () => {
    const source = inTurn('a')
    const { holder, rejected } = setUp(source)
    await holder.pending()
    await holder.renew(rejected())
    holder.set(source)
    await holder.pending()
    expect(await holder.renew(rejected())).toBe(false)
    expect(source).toHaveBeenCalledTimes(4)
  })

  it('that hangs is given up', async () => {
    const { holder, clock } = setUp(() => new Promise<string>(() => {}))
    const failed = expect(holder.pending()).rejects.toMatchObject({
      message: expect.stringMatching(/within 10000 ms/),
    })
    await clock.advance(10_000)
    await failed
  })

  it('that answers after setToken changes nothing', async () => {
    const { promise, resolve } = deferred<string>()
    const { holder, token } = setUp(() => promise)
    const pending = holder.pending()
    holder.set('newer')
    resolve('older')
    await pending
    expect(token()).toBe('newer')
  })

  it('that replaced another is asked once, though the other answers meanwhile', async () => {
    const { promise, resolve } = deferred<string>()
    const slow = deferred<string>()
    const source = vi.fn<() => Promise<string>>(() => slow.promise)
    const { holder, token } = setUp(() => promise)
    const first = holder.pending()
    holder.set(source)
    const second = holder.pending()
    resolve('older')
    await new Promise(setImmediate)
    const third = holder.pending()
    slow.resolve('newer')
    const given = await Promise.all([first, second, third])
    expect(given.map((credential) => credential?.isToken('newer'))).toEqual([true, true, true])
    expect(source).toHaveBeenCalledOnce()
    expect(token()).toBe('newer')
  })
})
