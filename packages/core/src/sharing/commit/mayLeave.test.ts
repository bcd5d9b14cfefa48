import { describe, expect, it } from 'vitest'
import type { Call } from '../../contract/Call.ts'
import { at, deciding, windowMs } from './deciding.testing.ts'
import type { DecidingOptions } from './deciding.testing.ts'
import type { Stop } from './mayLeave.ts'
import { mayLeave, sameWant, wantOf } from './mayLeave.ts'
import { attempt, memberWith } from './snapshot.testing.ts'

const anonymous: Call = { credentialId: undefined, endpoint: '', level: 1, whenLocked: 'fail', sentAt: at }
const known: Call = { ...anonymous, credentialId: 'c' }

function stopOf(options: DecidingOptions, call = anonymous, since = at): Stop | undefined {
  return mayLeave(deciding(options), { account: 'a', call, since })
}

/** Another member that wants one permit, or the one slot that is left. */
function waiting(since: number, until = at + 500) {
  return memberWith({ wants: { a: { since, count: 1, credentialId: 'c', readyAt: 0, until } } })
}

describe('a call', () => {
  it('may leave if there is a permit, and no other member wants it', () => {
    expect(stopOf({})).toBeUndefined()
    expect(stopOf({}, known)).toBeUndefined()
  })

  it('waits for a permit, as its own rules can tell', () => {
    expect(stopOf({ requests: 1, me: { attempts: { x: attempt() } } })).toEqual({
      readyAt: at + windowMs,
      credentialId: undefined,
    })
  })

  it('waits for the members that may know of more than was written back, for a window', () => {
    const change: DecidingOptions['change'] = (snapshot) => {
      snapshot.lost = { from: 'before', version: 1, knownAt: 0, at: 5000, unheard: ['b'] }
    }
    const until = 5000 + windowMs * 1.0005 + 1
    expect(stopOf({ change })).toEqual({ readyAt: until, closed: { until, reason: 'limit' } })
  })

  it('waits for them no more once all have told', () => {
    const lost = { from: 'before', version: 1, knownAt: 0, at: 5000, unheard: [] }
    expect(stopOf({ change: (snapshot) => (snapshot.lost = lost) })).toBeUndefined()
  })

  it('leaves the last permit to a member that has waited longer', () => {
    const others = { b: waiting(0) }
    const stop = stopOf({ requests: 1, others })
    expect(stop).toEqual({
      readyAt: at,
      credentialId: undefined,
      closed: { until: at + 500, reason: 'turn' },
    })
    expect(stopOf({ requests: 2, others })).toBeUndefined()
    expect(stopOf({ requests: 1, others: { b: waiting(at) } }, anonymous, 0)).toBeUndefined()
  })

  it('leaves the last slot to a call with another token that has waited longer', () => {
    const want = { since: 0, count: 1, credentialId: 'other', readyAt: at, until: at + 500 }
    const busy = (count: number) =>
      memberWith({
        attempts: Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `x${index}`,
            attempt({ account: 'd', credentialId: 'd', sentAt: at }),
          ]),
        ),
      })
    const stop = (inFlight: number, since?: number) =>
      stopOf({ others: { b: memberWith({ wants: { b: want } }), d: busy(inFlight) } }, known, since)
    expect(stop(2)).toEqual({
      readyAt: at,
      credentialId: 'c',
      closed: { until: at + 2000, reason: 'turn' },
    })
    expect(stop(1)).toBeUndefined()
    expect(stop(2, 0)).toBeUndefined()
  })

  it('leaves it for two seconds at most, before it looks again', () => {
    expect(stopOf({ requests: 1, others: { b: waiting(0, 1e9) } })?.closed?.until).toBe(at + 2000)
  })

  it('leaves it to any other if its member is ill, and not once it has waited a window', () => {
    const ill = { requests: 1, me: { isIll: true }, others: { b: waiting(at) } }
    expect(stopOf(ill, anonymous, 1)?.closed?.reason).toBe('turn')
    expect(stopOf(ill, anonymous, at - windowMs)).toBeUndefined()
  })

  it('of a verified credential is ready for a slot at once, since any response may free one', () => {
    const attempts = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [`x.${index}`, attempt({ credentialId: 'c', sentAt: at })]),
    )
    expect(stopOf({ others: { b: memberWith({ attempts }) } }, known)).toEqual({
      readyAt: at,
      credentialId: 'c',
    })
  })

  it('of an unverified one waits for the probe, and is ready when only its end can tell', () => {
    const probe = attempt({ credentialId: 'c', sentAt: at, isProbe: true })
    const change: DecidingOptions['change'] = (all) => (all.auth = { ...all.auth, statuses: {} })
    const stop = stopOf({ change, others: { b: memberWith({ attempts: { x: probe } }) } }, known)
    expect(stop).toEqual({ readyAt: Infinity, credentialId: 'c' })
  })
})

describe('a want', () => {
  it('counts for two seconds after it would take a permit', () => {
    const details = { since: 3, count: 2, at, isLarge: false }
    expect(wantOf({ readyAt: 0, credentialId: 'c' }, details)).toEqual({
      since: 3,
      count: 2,
      credentialId: 'c',
      readyAt: 0,
      until: at + 2000,
    })
    expect(wantOf({ readyAt: at + 100 }, details).until).toBe(at + 2100)
  })

  it('of a large limit counts for four seconds, if it would take a permit now', () => {
    const details = { since: 3, count: 2, at, isLarge: true }
    const untils = [0, at, Infinity, at + 100].map((readyAt) => wantOf({ readyAt }, details).until)
    expect(untils).toEqual([at + 4000, at + 4000, at + 4000, at + 2100])
  })

  const before = { since: 3, count: 2, readyAt: 0, until: at + 1001 }
  const next = { since: 3, count: 2, readyAt: at, until: at + 2000 }

  it('stays as the others know it while that says the same', () => {
    expect(sameWant(before, next, { at, isLarge: false })).toBe(before)
  })

  it('of a large limit stays, though it is of more calls, or of no fewer than half', () => {
    const known = { ...before, count: 6 }
    for (const count of [3, 6, 60])
      expect(sameWant(known, { ...next, count }, { at, isLarge: true })).toBe(known)
    const fewer = { ...next, count: 2 }
    expect(sameWant(known, fewer, { at, isLarge: true })).toBe(fewer)
  })

  it.each([
    ['is new', undefined, next],
    ['ends within a second', { ...before, until: at + 1000 }, next],
    ['is of more calls', before, { ...next, count: 3 }],
    ['is of fewer calls', before, { ...next, count: 1 }],
    ['has begun anew', before, { ...next, since: at }],
    ['is of another credential', before, { ...next, credentialId: 'd' }],
    ['would take a permit later', before, { ...next, readyAt: at + 1 }],
  ])('is told anew if it %s', (_, known, said) => {
    expect(sameWant(known, said, { at, isLarge: false })).toBe(said)
  })
})
