import { Readable } from 'node:stream'
import type { Bare } from './response-keeper.ts'

/**
 * Gives a body as a web stream that is read only as fast as its reader asks, and cut when the
 * reader cancels.
 */
export function webStream(
  body: Readable | ReadableStream<Uint8Array>,
  bare: Bare,
): ReadableStream<Uint8Array> {
  // An error that comes before the first read would otherwise end the process.
  if (body instanceof Readable) body.on('error', () => {})
  const iterator = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          controller.error(bare(error))
        }
      },
      async cancel() {
        if (body instanceof Readable) body.destroy()
        else await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
