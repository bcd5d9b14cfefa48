import type { Answer } from '../answers/Answer.ts'
import type { Mock } from '../server/Mock.ts'
import { newestText } from './newestText.ts'
import type { PageEvent } from './PageEvent.ts'
import { timelineOf } from './timeline.ts'

const everyMs = 1000
const soonMs = 100
const shown = 80
const columns = 60

/** Server-sent events: how things stand, every second and after each request (at most ten times a second), as fast as they are read. */
export function pageEvents(mock: Mock): Answer {
  const body = newestText(
    (tell) => changes(mock, tell),
    () => `data: ${JSON.stringify(pageEvent(mock))}\n\n`,
  )
  return { status: 200, headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }, body }
}

function pageEvent(mock: Mock): PageEvent {
  const { state, log, settings, clock } = mock
  return {
    state,
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
