import type { Answer } from '../answers/Answer.ts'
import type { Mock } from '../server/Mock.ts'
import { heaviest } from './heaviest.ts'
import { newestText } from './newestText.ts'
import type { PageEvent } from './PageEvent.ts'
import { sharedText } from './sharedText.ts'
import { timelineOf } from './timeline.ts'

const everyMs = 1000
const soonMs = 100
const shown = 80
const columns = 60
/** The most rows of one kind. More are hard to read, and take long to write. */
const mostRows = 100

/**
 * Sends the state as server-sent events: every second and after each request, at most ten times a
 * second. A slow reader gets fewer.
 */
export function pageEvents(mock: Mock): () => Answer {
  const { subscribe, text } = sharedText({
    subscribe: (tell) => changes(mock, tell),
    text: () => `data: ${JSON.stringify(pageEvent(mock))}\n\n`,
  })
  const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }
  return () => ({ status: 200, headers, body: newestText(subscribe, text) })
}

function pageEvent(mock: Mock): PageEvent {
  const { state, log, settings, clock } = mock
  const callers = heaviest(state.callers, mostRows, ({ used }) => used)
  const lockouts = heaviest(state.lockouts, mostRows, ({ lockedUntil }) => lockedUntil ?? 0)
  return {
    state: { now: state.now, callers, lockouts },
    more: {
      callers: state.callers.length - callers.length,
      lockouts: state.lockouts.length - lockouts.length,
    },
    log: log.slice(-shown),
    timeline: timelineOf(log, { now: state.now, windowMs: settings.limit.windowMs, columns }),
    faults: mock.faults.list(),
    clock: { frozen: clock.frozen, scale: clock.scale },
  }
}

function changes(mock: Mock, tell: () => void): () => void {
  let soon: ReturnType<typeof setTimeout> | undefined
  const timer = setInterval(tell, everyMs)
  const unsubscribe = mock.onRequest(() => {
    soon ??= setTimeout(() => {
      soon = undefined
      tell()
    }, soonMs)
  })
  return () => {
    clearInterval(timer)
    clearTimeout(soon)
    unsubscribe()
  }
}
