import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome, AdvertisedLimits } from '../contract/Outcome.ts'
import { Budget } from './Budget.ts'
import { outcomes, call, numRuns } from './call.testing.ts'

const hour = 3_600_000
const assumed = { requests: 100, windowMs: hour }

function budget(given?: { requests: number; windowMs: number }, reserve = 0): Budget {
  return new Budget({ assumed, given, reserve, maxFlightMs: 60_000 })
}

function advertises(...policies: AdvertisedLimits['policies'][number][]): Outcome {
  return { ...outcomes.ok, advertised: { policies, remaining: undefined, resetMs: undefined } }
}

function send(budget: Budget, outcome: Outcome, now = 0, credentialId?: string): void {
  budget.sent()
  budget.settled(call({ credentialId }), outcome, now)
}

describe('the limit', () => {
  it.each<[string, Budget, Outcome, [number, string]]>([
    ['is what we assume', budget(), outcomes.ok, [100, 'default']],
    ['is what was given', budget({ requests: 7, windowMs: hour }), outcomes.ok, [7, 'configured']],
    [
      'is lowered by a stated policy',
      budget(),
      advertises({ requests: 5, windowMs: hour }),
      [5, 'advertised'],
    ],
    [
      'is raised by a stated policy if none was given',
      budget(),
      advertises({ requests: 500, windowMs: hour }),
      [500, 'advertised'],
    ],
    [
      'is not raised beyond what was given',
      budget({ requests: 7, windowMs: hour }),
      advertises({ requests: 500, windowMs: hour }),
      [7, 'configured'],
    ],
    ['is that of our window if none is stated', budget(), advertises({ requests: 50 }), [50, 'advertised']],
    [
      'is not raised by a statement that leaves its window out, since that may be a minute',
      budget(),
      advertises({ requests: 500 }),
      [100, 'default'],
    ],
    [
      'is the strictest of several for one window',
      budget(),
      advertises({ requests: 50, windowMs: hour }, { requests: 500, windowMs: hour }),
      [50, 'advertised'],
    ],
  ])('%s', (_, budget, outcome, expected) => {
    send(budget, outcome)
    expect([budget.limit(0).requests, budget.limits.source]).toEqual(expected)
  })

  it('lowered by a statement without a window is raised by one again, as far as is known', () => {
    const ours = budget()
    send(ours, advertises({ requests: 50 }))
    send(ours, advertises({ requests: 120 }))
    expect(ours.limit(0).requests).toBe(100)
    send(ours, advertises({ requests: 500, windowMs: hour }))
    send(ours, advertises({ requests: 50 }))
    send(ours, advertises({ requests: 400 }))
    expect(ours.limit(0).requests).toBe(400)
  })

  it.each([
    ['less', { requests: 50, windowMs: hour }, 1],
    ['the same', { requests: 100, windowMs: hour }, 0],
    ['more', { requests: 500, windowMs: hour }, 0],
    ['a longer window', { requests: 100, windowMs: 2 * hour }, 1],
  ])('that states %s has tightened %j: %i', (_, policy, tightened) => {
    const ours = budget()
    send(ours, advertises(policy))
    expect(ours.tightened).toBe(tightened)
  })

  it.each(['rejected', 'locked', 'forbidden'] as const)('is not learnt from a %s credential', (kind) => {
    const ours = budget()
    const { policies } = { policies: [{ requests: 6, windowMs: hour }] }
    send(ours, { ...outcomes[kind], advertised: { policies, remaining: 0, resetMs: 1 } }, 0, 'a')
    expect(ours.limit(0)).toEqual(assumed)
  })

  it('of several windows holds in each, with the permits already held', () => {
    const ours = budget({ requests: 10, windowMs: hour })
    send(ours, advertises({ requests: 2, windowMs: 1000 }))
    expect(ours.limit(0)).toEqual({ requests: 2, windowMs: 1000 })
    expect(ours.remaining(0)).toBe(1)
    send(ours, outcomes.ok)
    expect(ours.opensAt(call(), 0, 0)).toBe(1000 + 1.5)
    for (let index = 0; index < 8; index += 1) send(ours, outcomes.ok, 5000)
    expect(ours.opensAt(call(), 50_000, 0)).toBe(hour * 1.0005 + 1)
  })

  it('is learnt for four windows at most, though every given one holds', () => {
    const ours = budget({ requests: 100, windowMs: hour })
    for (let index = 1; index <= 9; index += 1)
      send(ours, advertises({ requests: 100 - index, windowMs: hour + index }))
    expect(ours.limit(0).requests).toBe(97)
    ours.give({ requests: 1, windowMs: 2 * hour })
    expect(ours.limit(0)).toEqual({ requests: 1, windowMs: 2 * hour })
  })

  it('of a server with another window than we assumed is the stated one', () => {
    const ours = budget()
    send(ours, advertises({ requests: 30, windowMs: 60_000 }))
    expect(ours.limit(0)).toEqual({ requests: 30, windowMs: 60_000 })
    expect(ours.remaining(0)).toBe(29)
  })
})

describe('a second client on the account', () => {
  it.each([
    ['lower', 5, 5],
    ['higher', 50, 10],
  ])('that gives a %s limit', (_, requests, expected) => {
    const ours = budget({ requests: 10, windowMs: hour })
    ours.give({ requests, windowMs: hour })
    expect(ours.limit(0).requests).toBe(expected)
  })

  it('that gives one for another window has it hold beside the first', () => {
    const ours = budget({ requests: 10, windowMs: hour })
    ours.give({ requests: 10, windowMs: 60_000 })
    send(ours, outcomes.ok)
    expect(ours.remaining(60_100)).toBe(9)
    for (let index = 0; index < 8; index += 1) send(ours, outcomes.ok, 60_100)
    expect(ours.limit(60_100)).toEqual({ requests: 10, windowMs: hour })
    expect(ours.remaining(60_100)).toBe(1)
    ours.give({ requests: 3, windowMs: 60_000 })
    expect(ours.limit(60_100)).toEqual({ requests: 3, windowMs: 60_000 })
    expect(ours.remaining(60_100)).toBe(0)
  })

  it('gives a ceiling for its own window alone', () => {
    const ours = budget({ requests: 10, windowMs: hour })
    send(ours, advertises({ requests: 500, windowMs: 60_000 }))
    expect([ours.limit(0).requests, ours.limits.source]).toEqual([10, 'advertised'])
    ours.give({ requests: 10, windowMs: hour })
    for (let index = 0; index < 9; index += 1) send(ours, outcomes.ok)
    expect(ours.opensAt(call(), 0, 0)).toBeGreaterThan(hour)
  })

  it('may hold permits for longer after they were lost', () => {
    const ours = budget()
    ours.maxFlightMs = 120_000
    send(ours, outcomes.lost)
    expect([ours.held(hour + 119_000), ours.held(hour + 123_000)]).toEqual([1, 0])
  })

  it('gives one if none was given, and it is a ceiling', () => {
    const ours = budget()
    ours.give({ requests: 10, windowMs: hour })
    expect(ours.limits.source).toBe('configured')
    send(ours, advertises({ requests: 500, windowMs: hour }))
    expect(ours.limit(0).requests).toBe(10)
  })
})

describe('of several windows the longest, though it is not the first,', () => {
  const minute = { requests: 10, windowMs: 60_000 }
  const both = (): Budget => {
    const ours = budget(minute)
    send(ours, advertises({ requests: 100, windowMs: hour }))
    return ours
  }

  it('says what is held', () => {
    expect(both().held(100_000)).toBe(1)
  })

  it('says what a new one begins with', () => {
    const ours = both()
    expect(ours.held(100_000)).toBe(1)
    ours.give({ requests: 1, windowMs: 2 * hour })
    expect(ours.remaining(100_000)).toBe(0)
  })
})

describe('the reserve', () => {
  it.each([
    [0.3, 7],
    [0.9, 1],
    [0.99, 1],
  ])('of %s leaves %i of 10 to calls that are not high', (reserve, usable) => {
    const ours = budget({ requests: 10, windowMs: hour }, reserve)
    for (let index = 0; index < usable; index += 1) {
      expect(ours.opensAt(call({ level: 1 }), 0, 0)).toBe(0)
      ours.sent()
    }
    expect(ours.opensAt(call({ level: 1 }), 0, 0)).toBeGreaterThan(0)
    expect(ours.opensAt(call({ level: 0 }), 0, 0)).toBe(0)
  })
})

describe('the anonymous budget', () => {
  it.each([
    ['ok', 0],
    ['notFound', 0],
    ['limited', 0],
    ['unsent', 0],
    ['rejected', 1],
    ['locked', 1],
    ['forbidden', 1],
    ['lost', 1],
  ] as const)('is charged for a call with a token that is %s: %i', (kind, held) => {
    const ours = budget()
    ours.charge(outcomes[kind], 0)
    expect(ours.held(0)).toBe(held)
    expect(ours.inFlight).toBe(0)
    expect(ours.held(hour + 30_000)).toBe(kind === 'lost' ? 1 : 0)
  })
})

it('tells when permits come free', () => {
  const ours = budget()
  send(ours, outcomes.ok, 0)
  send(ours, outcomes.ok, 500)
  expect(ours.freeAt(500)).toEqual({ first: hour + 1801, last: hour + 2301 })
  expect(ours.remaining(500)).toBe(98)
})

it('of several windows shows nothing else until the first permit comes free that it tells of', () => {
  const shown = (ours: Budget, now: number) => [ours.limit(now), ours.remaining(now), ours.freeAt(now).last]
  const policy = fc.record({
    requests: fc.integer({ min: 1, max: 6 }),
    windowMs: fc.integer({ min: 1, max: 9 }),
  })
  const gaps = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12, size: 'max' })
  fc.assert(
    fc.property(fc.array(policy, { minLength: 2, maxLength: 4 }), gaps, (policies, gaps) => {
      const ours = budget()
      let now = 0
      for (const gap of gaps) {
        now += gap
        send(ours, advertises(...policies), now)
      }
      const before = shown(ours, now)
      const { first = Infinity } = ours.freeAt(now)
      expect(first).toBeGreaterThan(now)
      for (let at = now; at < first; at += 0.5) expect(shown(ours, at)).toEqual(before)
    }),
    { numRuns },
  )
})

describe('members that share a budget', () => {
  const stored = (of: Budget): Budget['state'] => JSON.parse(JSON.stringify(of.state)) as Budget['state']

  it('count in the windows of each other, and drop those of others once nothing is held any more', () => {
    const [one, other] = [budget({ requests: 5, windowMs: 1000 }), budget({ requests: 3, windowMs: hour })]
    send(one, outcomes.ok)
    other.state = stored(one)
    expect([other.remaining(0), other.state.permits.windowsMs]).toEqual([2, [1000, hour]])
    send(other, outcomes.ok)
    one.state = stored(other)
    expect([one.remaining(0), one.remaining(2000)]).toEqual([3, 5])
    other.state = stored(one)
    expect(other.remaining(2000)).toBe(1)
    one.state = stored(other)
    expect([one.remaining(2 * hour), one.state.permits.windowsMs]).toEqual([5, [1000]])
  })

  it.each([100, 10_000, 100_000])('keep a limit of %i in a text whose length has a bound', (requests) => {
    const ours = budget({ requests, windowMs: hour })
    for (let index = 0; index < requests; index += 1) {
      ours.sent()
      ours.settled(call(), outcomes.ok, (index * hour) / requests)
    }
    expect(ours.held(hour - 1)).toBe(requests)
    expect(JSON.stringify(ours.state).length).toBeLessThan(10_000)
  })

  it('go on with the limits that were stated, and with what is held', () => {
    const [one, other] = [budget(), budget()]
    send(one, advertises({ requests: 50, windowMs: hour }, { requests: 5, windowMs: 60_000 }))
    send(one, outcomes.lost)
    other.state = stored(one)
    expect(other.limit(0)).toEqual({ requests: 5, windowMs: 60_000 })
    expect([other.remaining(0), other.held(0), other.inFlight]).toEqual([3, 2, 0])
    expect(stored(other)).toEqual(stored(one))
  })

  it('go on with their default if nothing was stated, and count what is in flight elsewhere', () => {
    const ours = budget()
    const other = budget()
    for (let count = 0; count < 3; count += 1) other.sent()
    ours.state = stored(other)
    expect([ours.limit(0), ours.limits.source, ours.remaining(0), ours.inFlight]).toEqual([
      assumed,
      'default',
      97,
      3,
    ])
    expect(ours.tightened).toBe(0)
  })

  it('keep what was stated where a later answer states nothing', () => {
    const ours = budget()
    send(ours, advertises({ requests: 50, windowMs: hour }))
    send(ours, advertises())
    expect(ours.state.stated).toEqual([{ requests: 50, windowMs: hour }])
  })

  it('tell each other of four limits at most', () => {
    const ours = budget()
    const policies = [1, 2, 3, 4, 5].map((hours) => ({ requests: 90, windowMs: hours * hour }))
    send(ours, advertises(...policies))
    expect(ours.state.stated).toHaveLength(4)
  })
})

it('tells of its longest window', () => {
  const ours = budget()
  expect(ours.longestMs).toBe(hour)
  send(
    ours,
    advertises(
      { requests: 5, windowMs: hour },
      { requests: 5, windowMs: 2 * hour },
      { requests: 5, windowMs: 1 },
    ),
  )
  expect(ours.longestMs).toBe(2 * hour)
})

it('tells that it has become stricter, and only then', () => {
  const ours = budget({ requests: 10, windowMs: hour })
  const tightenedBy = (change: () => void): number => {
    const before = ours.tightened
    change()
    return ours.tightened - before
  }
  const limits: [number, number][] = [
    [10, hour],
    [9, hour],
    [10, hour],
    [5, 60_000],
    [5, 60_000],
    [6, 60_000],
  ]
  expect(
    limits.map(([requests, windowMs]) => tightenedBy(() => send(ours, advertises({ requests, windowMs })))),
  ).toEqual([0, 1, 0, 1, 0, 0])
  const given: [number, number][] = [
    [10, hour],
    [10, 60_000],
    [3, 60_000],
    [3, 60_000],
    [8, 2 * hour],
  ]
  expect(given.map(([requests, windowMs]) => tightenedBy(() => ours.give({ requests, windowMs })))).toEqual([
    0, 0, 1, 0, 1,
  ])
})

it('that is stated for a longer window than was assumed has become stricter', () => {
  const ours = budget()
  send(ours, advertises({ requests: 100, windowMs: 2 * hour }))
  expect([ours.limit(0), ours.tightened]).toEqual([{ requests: 100, windowMs: 2 * hour }, 1])
})

it('is not said to be stated where what was given is as strict, or stricter', () => {
  const source = (requests: number): string => {
    const ours = budget({ requests: 10, windowMs: hour })
    send(ours, advertises({ requests, windowMs: hour }))
    return ours.limits.source
  }
  expect([9, 10, 11].map(source)).toEqual(['advertised', 'configured', 'configured'])
})

describe('an advertised policy', () => {
  const burst = { requests: 100, windowMs: 1000 }

  it('of a shorter window is kept beside the default, which it does not replace', () => {
    const ours = budget()
    send(ours, advertises(burst))
    for (let index = 0; index < 99; index += 1) {
      expect(ours.opensAt(call(), 0, 0)).toBe(0)
      send(ours, outcomes.ok)
    }
    expect(ours.opensAt(call(), 0, 0)).toBeGreaterThanOrEqual(hour)
    expect([ours.limits.source, ours.limits.shorterThanDefault]).toEqual(['default', burst])
  })

  it.each([hour, 24 * hour])(
    'of a window of %i ms replaces the default, also after a shorter one',
    (windowMs) => {
      const ours = budget()
      send(ours, advertises({ requests: 10, windowMs: 1000 }))
      send(ours, advertises({ requests: 10, windowMs: 1000 }, { requests: 5000, windowMs }), 2000)
      expect([ours.limits.source, ours.limits.shorterThanDefault, ours.limits.first.requests]).toEqual([
        'advertised',
        undefined,
        5000,
      ])
    },
  )

  it('of a shorter window needs no hint if a limit was configured', () => {
    const ours = budget({ requests: 7, windowMs: hour })
    send(ours, advertises(burst))
    expect(ours.limits.shorterThanDefault).toBeUndefined()
  })
})

describe('what the budget knows of its permits', () => {
  const given = { requests: 5, windowMs: hour }
  const drift = 1 + hour / 2000

  it('names the fewest requests that any limit allows, and the longest window', () => {
    const both = budget(given)
    both.give({ requests: 2, windowMs: 60_000 })
    expect([both.fewest, both.longestMs]).toEqual([2, hour])
    expect(budget(given).fewest).toBe(5)
  })

  it('tells until when the last known permit is held', () => {
    const one = budget(given)
    expect(one.heldUntil(0)).toBe(0)
    send(one, outcomes.ok, 10)
    send(one, outcomes.ok, 20)
    one.sent()
    expect(one.heldUntil(30)).toBe(20 + hour + drift)
  })

  it('counts what is set aside for outages', () => {
    const one = budget(given)
    one.state.permits.reserved = 2
    expect([one.reserved, one.held(0), one.remaining(0)]).toEqual([2, 2, 3])
  })

  it('waits for the limit', () => {
    expect(budget(given).reason()).toBe('limit')
  })

  it('gives back the permit of a request that was not sent', () => {
    const one = budget(given)
    send(one, outcomes.unsent)
    expect([one.held(0), one.inFlight]).toEqual([0, 0])
  })

  it.each([
    [421, 2],
    [420, 1],
  ])('holds for a response with status %i: %i', (status, held) => {
    const one = budget(given)
    send(one, { ...outcomes.notFound, status })
    expect(one.held(0)).toBe(held)
  })

  it('holds what a member that vanished had in flight, and takes it back', () => {
    const one = budget(given)
    one.sent()
    one.abandoned(0, 500)
    expect([one.inFlight, one.held(0), one.unheard(0)]).toEqual([0, 1, { count: 1, until: 500 }])
    one.takeBack(10, 500)
    expect([one.held(10), one.unheard(10).count]).toEqual([0, 0])
  })
})
