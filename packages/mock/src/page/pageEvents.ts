import type { Answer } from '../answers/Answer.ts'
import type { Mock } from '../server/Mock.ts'
import type { PageEvent } from './drivePage.ts'
import { newestText } from './newestText.ts'

const everyMs = 1000
const soonMs = 100
const shown = 80

/** Server-sent events: how things stand, every second and after each request (at most ten times a second), as fast as they are read. */
export function pageEvents(mock: Mock): Answer {
  const body = newestText(
    (tell) => changes(mock, tell),
    () => {
      const event: PageEvent = { state: mock.state, log: mock.log.slice(-shown) }
      return `data: ${JSON.stringify(event)}\n\n`
    },
  )
  return { status: 200, headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }, body }
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
