import type { Account } from '../scope/Account.ts'
import type { Refusal } from '../contract/Refusal.ts'
import { movingInstant } from '../queue/movingInstant.ts'
import { Waiter } from '../queue/QueuedCall.ts'
import type { Journey } from './CallState.ts'
import { firstWaitsUntil } from './deadlines.ts'
import { reportWait } from './report.ts'
import type { Session } from './Session.ts'

/**
 * Waits for a permit: at once where nothing stands against it. Gives the waiter that holds it, or why there is none.
 * An abort frees the place in the same tick, and throws the signal's reason.
 */
export async function takePlace(session: Session, journey: Journey): Promise<Waiter | Refusal> {
  const { clock, credentials } = session
  const { signals, whenLocked, timeoutMs } = journey.terms
  const pending = journey.isAnonymous ? undefined : credentials.pending()
  if (pending) await session.aborts.race(pending, signals, () => {})

  const jumpedMs = (): number => session.origin.jumpedMs
  const since = movingInstant(clock.now(), jumpedMs)
  const waiter = new Waiter({
    caller: {
      owner: session,
      get bearer() {
        return journey.isAnonymous ? undefined : credentials.current
      },
      waits: () => reportWait(session, journey, waiter),
    },
    priority: journey.priority,
    whenLocked,
    deadlineAt: firstWaitsUntil(journey, since()),
    jumpedMs,
    timeoutMs,
    place: journey.place,
  })
  const account = (): Account => session.account(waiter.credential)
  const entered = session.origin.place(waiter, account)
  journey.place = waiter
  if (entered === 'left') return waiter
  if (typeof entered === 'object') return entered
  journey.wait = {
    get since() {
      return since()
    },
    waiter,
  }
  const refusal = await session.aborts.race(waiter.outcome(), signals, () =>
    session.origin.withdraw(waiter, account()),
  )
  journey.wait = undefined
  journey.waitedMs += Math.max(0, clock.now() - since())
  return refusal ?? waiter
}
