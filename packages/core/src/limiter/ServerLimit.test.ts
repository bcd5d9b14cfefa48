import { describe, expect, it } from 'vitest'
import type { Outcome, AdvertisedLimits } from '../contract/Outcome.ts'
import type { Call } from '../contract/Call.ts'
import { outcomes, call } from './call.testing.ts'
import { ServerLimit } from './ServerLimit.ts'

const limit = { requests: 60, windowMs: 3_600_000 }
const minute = 60_000

const nothingUnheard = { count: 0, until: Number.NEGATIVE_INFINITY }

function setUp({ random = 0, longestMs = limit.windowMs, unheard = nothingUnheard } = {}) {
  const budget = { longestMs, unheard: () => unheard, inFlight: 0, reserved: 0 }
  const rule = new ServerLimit({ limit: () => limit, budget, random: () => random })
  /** The rule, with the budget's count of what is in flight. */
  const word = {
    opensAt: (call: Call, now: number) => rule.opensAt(call, now),
    closedUntil: (now: number) => rule.closedUntil(now),
    reason: () => rule.reason(),
    get tightened() {
      return rule.tightened
    },
    sent() {
      budget.inFlight += 1
    },
    settled(call: Call, outcome: Outcome, now: number) {
      budget.inFlight -= 1
      rule.settled(call, outcome, now)
    },
    /** Goes on from what another member knows, with so many in flight there. */
    goOnFrom(state: ServerLimit['state'], elsewhere: number) {
      budget.inFlight = elsewhere
      rule.state = JSON.parse(JSON.stringify(state)) as ServerLimit['state']
    },
    get state() {
      return rule.state
    },
  }
  const send = (now: number, credentialId?: string): Call => {
    const sent = call({ sentAt: now, credentialId })
    word.sent()
    return sent
  }
  /** How many could leave at `now` before any answer. */
  const room = (now: number): number => {
    let count = 0
    while (count < 99 && word.opensAt(call(), now) <= now) {
      word.sent()
      count += 1
    }
    for (let index = 0; index < count; index += 1) word.settled(call({ sentAt: -1 }), outcomes.unsent, now)
    return count
  }
  return { word, send, room }
}

function ok(advertised: Partial<AdvertisedLimits> = {}): Outcome {
  return {
    ...outcomes.ok,
    advertised: { policies: [], remaining: undefined, resetMs: undefined, ...advertised },
  }
}

function limited(retryAfterMs?: number, resetMs?: number): Outcome {
  const advertised = resetMs === undefined ? undefined : { policies: [], remaining: 0, resetMs }
  return { ...outcomes.limited, retryAfterMs, advertised }
}

describe('while nothing is known', () => {
  it('one goes alone, and all after an answer that says nothing', () => {
    const { word, send, room } = setUp()
    const first = send(0)
    expect(word.opensAt(call(), 0)).toBe(Infinity)
    word.settled(first, outcomes.ok, 10)
    expect(room(10)).toBe(99)
  })

  it.each(['broken', 'lost', 'unsent', 'redirected', 'forbidden'] as const)(
    'one goes alone after one that is %s',
    (kind) => {
      const { word, send, room } = setUp()
      word.settled(send(0), outcomes[kind], 10)
      expect(room(10)).toBe(1)
    },
  )
})

it.each([400, 404, 499])('all may leave after a %i, since the server serves', (status) => {
  const { word, send, room } = setUp()
  word.settled(send(0), { ...outcomes.notFound, status }, 10)
  expect(room(10)).toBe(99)
})

it('names a twentieth of a short window as its margin', () => {
  const word = new ServerLimit({
    limit: () => ({ requests: 5, windowMs: 10_000 }),
    budget: { longestMs: 10_000, unheard: () => nothingUnheard, inFlight: 0, reserved: 0 },
    random: () => 0,
  })
  word.sent()
  word.settled(call(), limited(2000), 0)
  expect(word.closedUntil(0)).toBe(2500)
})

describe('what is left', () => {
  it('of something closes nothing, and of nothing without a time neither', () => {
    const { word, send } = setUp()
    word.settled(send(0), ok({ remaining: 5, resetMs: minute }), 10)
    expect(word.closedUntil(10)).toBeUndefined()
    word.settled(send(20), ok({ remaining: 0 }), 30)
    expect(word.closedUntil(30)).toBeUndefined()
  })

  it('is a ceiling on what leaves before the next answer', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), ok({ remaining: 5 }), 10)
    expect(room(10)).toBe(5)
  })

  it('may or may not count what is under way', () => {
    const { word, send, room } = setUp()
    const first = send(0)
    send(0)
    send(0)
    word.settled(first, ok({ remaining: 5 }), 10)
    expect(room(10)).toBe(3)
  })

  it('is only ever lowered by an answer to something that left before the last one came', () => {
    const { word, send, room } = setUp()
    const [early, late] = [send(0), send(5)]
    word.settled(late, ok({ remaining: 3 }), 10)
    word.settled(early, ok({ remaining: 50 }), 20)
    expect(room(20)).toBe(3)
    word.settled(send(20), ok({ remaining: 50 }), 30)
    expect(room(30)).toBe(50)
  })

  it('by the lowest of those that may be the newest, and no longer', () => {
    const { word, send, room } = setUp()
    const [a, b, c] = [send(0), send(5), send(11)]
    word.settled(b, ok({ remaining: 3 }), 10)
    word.settled(a, ok({ remaining: 50 }), 20)
    expect(room(20)).toBe(2)
    // It left after the 3 was heard, and before the 50 was.
    word.settled(c, ok({ remaining: 40 }), 30)
    expect(room(30)).toBe(40)
  })

  it('is what is left for those that may not be counted yet, too, however they end', () => {
    const { word, send, room } = setUp()
    const [first, second, third] = [send(0), send(0), send(0)]
    word.settled(first, ok({ remaining: 5 }), 10)
    word.settled(second, outcomes.broken, 20)
    word.settled(third, outcomes.unsent, 30)
    expect(room(30)).toBe(4)
  })

  it('is left for what was given up and may still arrive', () => {
    const { word, send, room } = setUp({ unheard: { count: 2, until: minute } })
    word.settled(send(0), ok({ remaining: 5 }), 10)
    expect(room(10)).toBe(3)
  })

  it('of one, which something given up may still take, closes until that cannot be, or the reset', () => {
    for (const [resetMs, opensAt] of [[5000, minute] as const, [2 * minute, 2 * minute + 1010] as const]) {
      const { word, send, room } = setUp({ unheard: { count: 1, until: minute } })
      word.settled(send(0), ok({ remaining: 1, resetMs }), 10)
      expect(word.closedUntil(10)).toBe(opensAt)
      expect(room(opensAt)).toBe(1)
    }
  })

  it('of nothing when the only one under way was lost closes until that cannot arrive any more', () => {
    const { word, send } = setUp({ unheard: { count: 1, until: 2 * minute } })
    word.settled(send(0), ok({ remaining: 2, resetMs: 5000 }), 10)
    word.settled(send(20), outcomes.lost, minute)
    expect(word.opensAt(call(), minute)).toBe(2 * minute)
    expect(word.tightened).toBe(1)
  })

  it('of nothing closes until right after the reset, then one goes alone', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), ok({ remaining: 0, resetMs: 5000 }), 10)
    expect(word.opensAt(call(), 10)).toBe(6010)
    expect(word.closedUntil(6009)).toBe(6010)
    expect(word.closedUntil(6010)).toBeUndefined()
    expect(room(6010)).toBe(1)
  })

  it('of nothing until a reset beyond two windows is believed for two', () => {
    const { word, send } = setUp()
    word.settled(send(0), ok({ remaining: 0, resetMs: 1e12 }), 0)
    expect(word.opensAt(call(), 0)).toBe(7_201_000)
  })

  it('of nothing until a reset of a longer window than the tightest is believed', () => {
    const { word, send } = setUp({ longestMs: 24 * limit.windowMs })
    word.settled(send(0), ok({ remaining: 0, resetMs: 3 * limit.windowMs }), 0)
    expect(word.opensAt(call(), 0)).toBe(3 * limit.windowMs + 1000)
    expect(word.tightened).toBe(1)
  })

  it('is no ceiling any more when its reset has passed and the server serves without a word', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), ok({ remaining: 2, resetMs: 5000 }), 10)
    word.settled(send(20), outcomes.ok, 30)
    expect(room(30)).toBe(1)
    word.settled(send(6010), outcomes.ok, 6020)
    expect(room(6020)).toBe(99)
  })

  it('without a reset is no ceiling a window later', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), ok({ remaining: 1 }), 0)
    word.settled(send(3_600_999), outcomes.ok, 3_600_999)
    expect(room(3_600_999)).toBe(1)
    word.settled(send(3_601_000), outcomes.ok, 3_601_000)
    expect(room(3_601_000)).toBe(99)
  })

  it('without a reset lets one go alone', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), ok({ remaining: 0 }), 10)
    expect(room(10)).toBe(1)
  })

  it.each(['rejected', 'locked', 'forbidden'] as const)(
    'of the anonymous budget, told with a %s credential, holds no call with a token',
    (kind) => {
      const { word, send, room } = setUp()
      const advertised = { policies: [], remaining: 0, resetMs: 5000 }
      word.settled(send(0), outcomes.ok, 10)
      word.settled(send(20, 'a'), { ...outcomes[kind], advertised }, 30)
      expect(room(30)).toBe(99)
    },
  )
})

describe('a 429', () => {
  it('closes until the time it names and a margin', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), limited(30_000), 10)
    expect(word.opensAt(call(), 10)).toBe(31_010)
    expect(room(31_009)).toBe(0)
    expect(room(31_010)).toBe(1)
  })

  it('closes until the reset if there is no Retry-After, which wins otherwise', () => {
    const { word, send } = setUp()
    word.settled(send(0), limited(undefined, 20_000), 0)
    expect(word.opensAt(call(), 0)).toBe(21_000)
    const other = setUp()
    other.word.settled(other.send(0), limited(10_000, 20_000), 0)
    expect(other.word.opensAt(call(), 0)).toBe(11_000)
  })

  it('that names no time closes for 1, 2, 4 … sixtieths of the window, up to all of it', () => {
    const { word, send } = setUp()
    let now = 0
    const delays = Array.from({ length: 8 }, () => {
      word.settled(send(now), limited(), now)
      const opensAt = word.opensAt(call(), now)
      const delayMs = opensAt - now
      now = opensAt
      return delayMs / minute
    })
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  })

  it('jitters after the time, never before', () => {
    const { word, send } = setUp({ random: 0.999 })
    word.settled(send(0), limited(), 0)
    expect(word.opensAt(call(), 0)).toBeCloseTo(minute * 1.24975)
  })

  it('whose time did not help the last time backs off as well', () => {
    const { word, send } = setUp()
    word.settled(send(0), limited(0), 0)
    expect(word.opensAt(call(), 0)).toBe(1000)
    word.settled(send(1000), limited(0), 1000)
    expect(word.opensAt(call(), 1000)).toBe(1000 + 2 * minute)
  })

  it('to several that were under way together is one', () => {
    const { word, send } = setUp()
    const sent = [send(0), send(0), send(0), send(0)]
    for (const each of sent) word.settled(each, limited(30_000), 10)
    expect(word.opensAt(call(), 10)).toBe(31_010)
  })

  it('that names a shorter time does not open what a longer one closed', () => {
    const { word, send } = setUp()
    const [first, second] = [send(0), send(0)]
    word.settled(first, limited(60_000), 10)
    word.settled(second, limited(1000), 20)
    expect(word.opensAt(call(), 20)).toBe(61_010)
  })

  it('lets one go alone afterwards, whatever comes back for what left before it', () => {
    const { word, send, room } = setUp()
    const [first, second, third] = [send(0), send(0), send(0)]
    word.settled(first, limited(1000), 10)
    word.settled(second, outcomes.ok, 20)
    expect(room(2010)).toBe(0)
    word.settled(third, ok({ remaining: 50 }), 30)
    expect(room(2010)).toBe(1)
    word.settled(send(2010), outcomes.ok, 2020)
    expect(room(2020)).toBe(1)
  })

  it('outweighs what came back in the same instant', () => {
    const { word, send, room } = setUp()
    const [first, second] = [send(0), send(0)]
    word.settled(first, limited(1000), 0)
    word.settled(second, ok({ remaining: 50 }), 0)
    expect(room(2000)).toBe(1)
  })

  it('is forgotten with the next that is served', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), limited(), 0)
    word.settled(send(minute), outcomes.ok, minute)
    expect(room(minute)).toBe(99)
    word.settled(send(2 * minute), limited(), 2 * minute)
    expect(word.opensAt(call(), 2 * minute)).toBe(3 * minute)
  })

  it('is believed for a day at most', () => {
    const { word, send } = setUp()
    word.settled(send(0), limited(1e12), 0)
    expect(word.opensAt(call(), 0)).toBe(86_401_000)
  })
})

describe('members that share what the server said', () => {
  const ends = (
    said: (word: ReturnType<typeof setUp>) => void,
  ): { room: number; closedUntil: number | undefined }[] =>
    [true, false].map((isShared) => {
      const world = setUp()
      said(world)
      const shared = isShared ? setUp() : world
      if (isShared) shared.word.goOnFrom(world.word.state, 0)
      return { room: shared.room(10), closedUntil: shared.word.closedUntil(10) }
    })

  it.each<[string, (world: ReturnType<typeof setUp>) => void]>([
    ['nothing', () => {}],
    ['nothing of what is left', ({ word, send }) => word.settled(send(0), outcomes.ok, 5)],
    ['what is left', ({ word, send }) => word.settled(send(0), ok({ remaining: 7 }), 5)],
    ['that nothing is left', ({ word, send }) => word.settled(send(0), ok({ remaining: 0, resetMs: 50 }), 5)],
    ['to wait', ({ word, send }) => word.settled(send(0), limited(3000), 5)],
    [
      'to wait, twice',
      ({ word, send }) => {
        word.settled(send(0), limited(), 1)
        word.settled(send(2), limited(), 5)
      },
    ],
  ])('go on alike after it said %s', (_, said) => {
    const [shared, own] = ends(said)
    expect(shared).toEqual(own)
  })

  it('know nothing if none does, and count what is in flight elsewhere', () => {
    const { word, room } = setUp()
    word.goOnFrom(word.state, 1)
    expect(room(0)).toBe(0)
    word.goOnFrom(word.state, 0)
    expect(room(0)).toBe(1)
  })

  it('leave room for what is under way elsewhere', () => {
    const { word, send, room } = setUp()
    word.settled(send(0), ok({ remaining: 7 }), 5)
    word.goOnFrom(word.state, 2)
    expect(room(10)).toBe(5)
  })
})

it('makes wait for the server', () => {
  expect(setUp().word.reason()).toBe('server')
})

describe('how many more the server serves', () => {
  const states = (remaining: number): Outcome => ({
    ...outcomes.ok,
    advertised: { policies: [], remaining, resetMs: minute },
  })

  it('is what it stated last, less what is in flight, as long as that holds', () => {
    const budget = { longestMs: limit.windowMs, unheard: () => nothingUnheard, inFlight: 0, reserved: 0 }
    const rule = new ServerLimit({ limit: () => limit, budget, random: () => 0 })
    expect(rule.remaining(0)).toBe(Infinity)
    rule.settled(call(), states(3), 0)
    expect(rule.remaining(0)).toBe(3)
    budget.inFlight = 2
    expect(rule.remaining(0)).toBe(1)
    budget.inFlight = 4
    expect(rule.remaining(0)).toBe(0)
    const until = rule.statedUntil
    expect(until).toBeGreaterThanOrEqual(minute)
    expect([until - 1, until].map((now) => rule.remaining(now))).toEqual([0, Infinity])
  })

  it('leaves room for what is set aside', () => {
    const budget = { longestMs: limit.windowMs, unheard: () => nothingUnheard, inFlight: 0, reserved: 2 }
    const rule = new ServerLimit({ limit: () => limit, budget, random: () => 0 })
    rule.settled(call(), states(3), 0)
    expect([rule.certainRoom, rule.room]).toEqual([1, 1])
  })
})
