import type { Answer } from '../answers/Answer.ts'
import type { Mock } from '../server/Mock.ts'
import type { PageEvent } from './drivePage.ts'

const everyMs = 1000
const shown = 80

/** Server-sent events: how things stand, every second and after each request (at most ten times a second). */
export function pageEvents(mock: Mock): Answer {
  const encoder = new TextEncoder()
  let stop = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let soon: ReturnType<typeof setTimeout> | undefined
      const tell = (): void => {
        soon = undefined
        const event: PageEvent = { state: mock.state, log: mock.log.slice(-shown) }
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`))
      }
      const timer = setInterval(tell, everyMs)
      const unsubscribe = mock.onRequest(() => (soon ??= setTimeout(tell, 100)))
      stop = () => {
        clearInterval(timer)
        clearTimeout(soon)
        unsubscribe()
      }
      tell()
    },
    cancel: () => stop(),
  })
  return { status: 200, headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }, body }
}
