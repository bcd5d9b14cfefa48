import type { Answer } from '../answers/Answer.ts'
import { wait } from '../server/wait.ts'

/** Milliseconds between two bytes of a `drip`. */
export const dripMs = 50

/** Sends a body byte by byte. Each chunk of a stream is sent as it arrives. */
export function dripping(body: Answer['body']): ReadableStream<Uint8Array> {
  const source = new Response(body as BodyInit | null).body?.getReader()
  const gone = new AbortController()
  let rest: Uint8Array = new Uint8Array()
  return new ReadableStream(
    {
      async pull(controller) {
        while (rest.length === 0) {
          const next = await source?.read()
          if (next === undefined || next.done) return controller.close()
          rest = next.value
        }
        await wait(dripMs, gone.signal)
        if (gone.signal.aborted) return
        controller.enqueue(rest.slice(0, 1))
        rest = rest.subarray(1)
      },
      async cancel(reason) {
        gone.abort()
        await source?.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
