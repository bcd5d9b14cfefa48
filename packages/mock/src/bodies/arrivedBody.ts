import { joinBytes } from './joinBytes.ts'

/** The most bytes to gather of a body that is complete at once. A longer body streams. */
const mostBytes = 1_048_576
const mostChunks = 1000

/**
 * The platform's timers, kept before a test replaces them. No time passes here; other tasks only
 * get their turn.
 */
const { setTimeout: later, clearTimeout: never } = globalThis

type Bytes = ReadableStream<Uint8Array>
type Reading = Promise<ReadableStreamReadResult<Uint8Array>>

/**
 * Returns a body as bytes if it is already complete, as the body of `Response.json()` is. Otherwise
 * returns a stream. So a complete response has a length, and the head of a streamed one does not
 * wait for the end.
 */
export async function arrivedBody(body: Bytes): Promise<Uint8Array | Bytes> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  const turn = Promise.withResolvers<undefined>()
  const timer = later(turn.resolve, 0, undefined)
  try {
    // The limits end a source that never waits, as it would keep the timer from running.
    while (chunks.length < mostChunks && length < mostBytes) {
      const reading = reader.read()
      const next = await Promise.race([reading, turn.promise])
      if (next === undefined) return continued(reader, chunks, reading)
      if (next.done) return joinBytes(chunks)
      chunks.push(checked(next.value))
      length += next.value.length
    }
    return continued(reader, chunks)
  } finally {
    never(timer)
  }
}

/** Returns a stream of the chunks that have arrived, then of the rest. */
function continued(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  chunks: readonly Uint8Array[],
  begun?: Reading,
): Bytes {
  // Ignores a failure here. The next read reports it.
  begun?.catch(() => {})
  let pending = begun
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
    },
    async pull(controller) {
      const reading = pending ?? reader.read()
      pending = undefined
      const { done, value } = await reading
      if (done) controller.close()
      else controller.enqueue(checked(value))
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

function checked(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  throw new TypeError(
    `A route's stream must yield bytes, but yielded a ${typeof chunk}. Pipe it through a TextEncoderStream.`,
  )
}
