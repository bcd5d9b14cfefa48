import { vi } from 'vitest'
import type { Refusal } from '../contract/Refusal.ts'
import type { Rule } from '../contract/Rule.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { Dispatcher } from './Dispatcher.ts'
import type { Gate } from './Gate.ts'
import type { QueuedCall, QueuedCallOptions } from './QueuedCall.ts'
import { local, queued, silentCaller } from './queuedCall.testing.ts'

/** A dispatcher whose store gives no permit until the test replies, but for those held already. */
export function gatedDispatcher({ held = 0, maxWaiting = 100 } = {}) {
  const clock = new ManualClock()
  const heardByRule = vi.fn<() => void>()
  const rule: Rule & { at: number } = {
    at: 0,
    opensAt: () => rule.at,
    reason: () => 'limit',
    sent: heardByRule,
    settled() {},
  }
  const ask = vi.fn<() => void>()
  const sent: QueuedCall[] = []
  const gate: Gate & { held: number; served: number; others: number } = {
    held,
    /** For so many calls that wait it has permits. */
    served: 0,
    /** So many permits others may give back. */
    others: 0,
    take: () => gate.held-- > 0,
    serves: (_, waiting) => gate.served > waiting,
    spare: () => Math.max(0, gate.held),
    spareOfOthers: () => gate.others,
    ask,
    sent: (call) => sent.push(call),
    retryAt: () => 7000,
  }
  const onChange = vi.fn<() => void>()
  const options = { ...local(), clock, windowMs: () => 10_000, maxWaiting: () => maxWaiting, onChange, gate }
  const dispatcher = new Dispatcher({ ...options, rules: [rule] })
  const refused = new Map<QueuedCall, Refusal | undefined>()
  const waits = vi.fn<(waiting: QueuedCall) => void>()
  const call = (terms: Partial<QueuedCallOptions> = {}): QueuedCall =>
    queued('normal', {
      caller: { ...silentCaller(), waits, settled: (each, why) => refused.set(each, why) },
      ...terms,
    })
  const enter = (terms?: Partial<QueuedCallOptions>): QueuedCall => {
    const entering = call(terms)
    dispatcher.enter(entering)
    return entering
  }
  /** Replies to all that the store was asked, and gives a permit to `granted`. */
  const reply = (...granted: QueuedCall[]): QueuedCall[] => dispatcher.reply(granted, false)
  return {
    clock,
    rule,
    heardByRule,
    gate,
    ask,
    sent,
    onChange,
    options,
    dispatcher,
    refused,
    waits,
    call,
    enter,
    reply,
  }
}
