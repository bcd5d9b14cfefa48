import { describe, expect, it } from 'vitest'
import type { Credential } from '../contract/Credential.ts'
import { queued, silentCaller } from '../queue/queuedCall.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { sharedAccount } from './host.testing.ts'
import { WantedCalls } from './WantedCalls.ts'

function callWith(id: string): QueuedCall {
  const caller = { ...silentCaller({ id } as Credential), endpoint: `GET /${id}` }
  const call = queued('low', { caller, timeoutMs: 9, whenLocked: 'wait' })
  call.sentAt = 7
  return call
}

function setUp() {
  let count = 0
  return new WantedCalls(() => `m.${(count += 1)}`)
}

describe('what an account brings to a commit', () => {
  it('is its name, its terms, and how many of its calls wait', () => {
    const account = {
      ...sharedAccount('a', [queued(), queued()]),
      isNamed: true,
      credentialIds: ['old', 'new'],
      limits: [{ requests: 5, windowMs: 1000 }],
    }
    const { wanted, ...work } = setUp().of(account, [], false)
    expect(work).toEqual({
      id: 'a',
      isNamed: true,
      credentialIds: ['old', 'new'],
      terms: account.terms,
      limits: [{ requests: 5, windowMs: 1000 }],
      waiting: 2,
      spare: [],
    })
    expect(wanted).toHaveLength(2)
  })

  it('does not change when the account does', () => {
    const account = { ...sharedAccount('a'), credentialIds: ['c'], limits: [{ requests: 5, windowMs: 1000 }] }
    const work = setUp().of(account, [], false)
    account.credentialIds.push('d')
    account.limits.pop()
    expect([work.credentialIds, work.limits.length]).toEqual([['c'], 1])
  })

  it('is each call that waits, as the rules see it before it is sent', () => {
    const { wanted } = setUp().of(sharedAccount('a', [callWith('c'), callWith('d')]), [], false)
    expect(wanted).toMatchObject([
      {
        attemptId: 'm.1',
        timeoutMs: 9,
        call: { credentialId: 'c', level: 2, whenLocked: 'wait', sentAt: 0 },
      },
      { attemptId: 'm.2', timeoutMs: 9, call: { credentialId: 'd', endpoint: 'GET /d' } },
    ])
  })

  it('is a permit for each call to come, after those of the calls that wait', () => {
    const likes = [callWith('d'), callWith('d')]
    const { wanted, spare } = setUp().of(sharedAccount('a', [callWith('c')]), likes, false)
    expect(wanted.map(({ attemptId }) => attemptId)).toEqual(['m.1'])
    expect(spare).toMatchObject([
      { attemptId: 'm.2', timeoutMs: 9, call: { credentialId: 'd' } },
      { attemptId: 'm.3', timeoutMs: 9, call: { credentialId: 'd' } },
    ])
  })

  it('is no call of a member that leaves, since it sends none any more', () => {
    const calls = setUp()
    const { wanted, waiting } = calls.of(sharedAccount('a', [callWith('c')]), [], true)
    expect({ wanted, waiting, size: calls.size }).toEqual({ wanted: [], waiting: 0, size: 0 })
  })
})

describe('the id of an attempt', () => {
  it('names the account and the call that waits for it', () => {
    const call = callWith('c')
    const account = sharedAccount('a', [call])
    const calls = setUp()
    const { wanted } = calls.of(account, [], false)
    expect(calls.get('m.1')).toEqual({ account, queued: call, want: wanted[0] })
  })

  it('names no call if the permit is for a call to come', () => {
    const account = sharedAccount('a')
    const calls = setUp()
    const { spare } = calls.of(account, [callWith('d')], false)
    expect(calls.get('m.1')).toEqual({ account, queued: undefined, want: spare[0] })
  })

  it('names nothing if no call asked for it', () => {
    expect(setUp().get('m.1')).toBeUndefined()
  })
})
