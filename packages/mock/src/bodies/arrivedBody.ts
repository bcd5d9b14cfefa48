import { joinBytes } from './joinBytes.ts'

/** Of a body that comes all at once, no more than this is gathered; what is longer streams. */
const mostBytes = 1_048_576
const mostChunks = 1000

/** Kept from before a test makes timers stand still: no time passes here, other work only gets its turn. */
const { setTimeout: later, clearTimeout: never } = globalThis

type Bytes = ReadableStream<Uint8Array>
type Reading = Promise<ReadableStreamReadResult<Uint8Array>>

/**
 * A body as bytes if all of it is there already, as that of `Response.json()` is; else a stream that goes on as it comes.
 * So an answer that is made in one piece has a length, and the head of one that streams does not wait for its end.
 */
export async function arrivedBody(body: Bytes): Promise<Uint8Array | Bytes> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  const turn = Promise.withResolvers<undefined>()
  const timer = later(turn.resolve, 0, undefined)
  try {
    // A source that never waits would keep the timer from its turn: hence a bound.
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

/** What has come, and then the rest. */
function continued(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  chunks: readonly Uint8Array[],
  begun?: Reading,
): Bytes {
  // A failure before anything reads on is heard by what reads then.
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
    `A route's stream must give bytes, but gave a ${typeof chunk}. Pipe it through a TextEncoderStream.`,
  )
}
