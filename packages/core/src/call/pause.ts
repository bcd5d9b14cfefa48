import { movingInstant } from '../queue/movingInstant.ts'
import type { Wait } from './CallState.ts'
import type { Session } from './Session.ts'

/** A pause of `askedMs` that begins now, as the API asked for it. */
export function pause({ clock, scope }: Session, askedMs: number): Wait {
  const now = clock.now()
  const since = movingInstant(now, () => scope.jumpedMs)
  const until = movingInstant(now + askedMs, () => scope.jumpedMs)
  return {
    get since() {
      return since()
    },
    get until() {
      return until()
    },
  }
}
