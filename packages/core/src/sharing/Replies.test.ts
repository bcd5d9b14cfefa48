import { describe, expect, it, vi } from 'vitest'
import { queued } from '../queue/queuedCall.testing.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import type { SharedAccount } from '../scope/Sharing.ts'
import { attempt } from './commit/snapshot.testing.ts'
import { leaseMs } from './commit/leaseTimes.ts'
import { Holdings } from './Holdings.ts'
import { sharedAccount, sharingHost } from './host.testing.ts'
import type { OutageShares } from './OutageShares.ts'
import { Replies } from './Replies.ts'

/** An account whose queue notes what it is told. */
function toldAccount(id: string) {
  const dispatcher = {
    waiting: 0,
    turns: () => [],
    reply: vi.fn<SharedAccount['dispatcher']['reply']>(() => []),
    sendWhile: vi.fn<SharedAccount['dispatcher']['sendWhile']>(),
    fail: vi.fn<SharedAccount['dispatcher']['fail']>(),
    suspend: vi.fn<SharedAccount['dispatcher']['suspend']>(),
  }
  return { ...sharedAccount(id), dispatcher }
}

function setUp(accounts: ReturnType<typeof toldAccount>[], onOutage: 'wait' | 'fail' = 'wait') {
  const host = sharingHost(...accounts)
  const holdings = new Holdings()
  const take = vi.fn<OutageShares['take']>(() => true)
  const replies = new Replies(host, { holdings, shares: { take } as unknown as OutageShares, onOutage })
  let ids = 0
  return {
    host,
    replies,
    take,
    /** Gives `account` a permit for a call. */
    grant: (account: SharedAccount): QueuedCall => {
      const call = queued()
      call.attemptId = `m.${(ids += 1)}`
      const startedAt = host.clock.now()
      holdings.add({ attemptId: call.attemptId, account, attempt: attempt(), startedAt, queued: call })
      return call
    },
  }
}

describe('after a commit', () => {
  it('each queue is told which of its calls have a permit', () => {
    const accounts = [toldAccount('a'), toldAccount('b'), toldAccount('c')] as const
    const { replies, grant } = setUp([...accounts])
    const [a, b] = accounts
    const [one, two, three] = [grant(a), grant(a), grant(b)]
    const leaving = new Map<SharedAccount, QueuedCall[]>([
      [a, [one, two]],
      [b, [three]],
    ])
    expect(replies.granted(leaving, false)).toEqual([])
    const told = accounts.map(({ dispatcher }) => dispatcher.reply.mock.calls)
    expect(told).toEqual([[[[one, two], false]], [[[three], false]], [[[], false]]])
  })

  it('each queue is told whether there is news', () => {
    const account = toldAccount('a')
    setUp([account]).replies.granted(new Map(), true)
    expect(account.dispatcher.reply.mock.calls).toEqual([[[], true]])
  })

  it('a permit whose lease is over goes back, and its call waits on', async () => {
    const account = toldAccount('a')
    const { host, replies, grant } = setUp([account])
    const late = grant(account)
    await host.clock.advance(leaseMs)
    const fresh = grant(account)
    expect(replies.granted(new Map([[account, [late, fresh]]]), false)).toEqual([late])
    expect(account.dispatcher.reply.mock.calls).toEqual([[[fresh], false]])
  })

  it('the permit of a call that waits no more goes back', () => {
    const account = toldAccount('a')
    const { replies, grant } = setUp([account])
    const [gone, here] = [grant(account), grant(account)]
    account.dispatcher.reply.mockReturnValue([gone])
    expect(replies.granted(new Map([[account, [gone, here]]]), false)).toEqual([gone])
  })
})

describe('after a commit that failed', () => {
  const cause = new Error('the disk fails')

  it('calls wait if the user wants that', () => {
    const accounts = [toldAccount('a'), toldAccount('b')]
    setUp(accounts, 'wait').replies.failed(cause, 0)
    for (const { dispatcher } of accounts) {
      expect(dispatcher.suspend).toHaveBeenCalledExactlyOnceWith(cause)
      expect(dispatcher.fail).not.toHaveBeenCalled()
    }
  })

  it('calls fail if the user wants that', () => {
    const accounts = [toldAccount('a'), toldAccount('b')]
    setUp(accounts, 'fail').replies.failed(cause, 0)
    for (const { dispatcher } of accounts) {
      expect(dispatcher.fail).toHaveBeenCalledExactlyOnceWith(cause)
      expect(dispatcher.suspend).not.toHaveBeenCalled()
    }
  })

  it.each(['wait', 'fail'] as const)('calls leave first on the shares for outages (%s)', (onOutage) => {
    const account = toldAccount('a')
    const { replies, take } = setUp([account], onOutage)
    const call = queued()
    const left: boolean[] = []
    account.dispatcher.sendWhile.mockImplementation((mayGo) => {
      expect(account.dispatcher.suspend).not.toHaveBeenCalled()
      expect(account.dispatcher.fail).not.toHaveBeenCalled()
      left.push(mayGo(call))
    })
    replies.failed(cause, 7)
    expect(left).toEqual([true])
    expect(take).toHaveBeenCalledExactlyOnceWith(account, call, 7)
  })
})
