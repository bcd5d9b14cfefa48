import { joinBytes } from './joinBytes.ts'

/** A longer body is not kept. */
const mostBytes = 1_048_576

/**
 * Passes a stream on and reports the whole body at its end. Reads to the end even if the reader
 * stops. Reports nothing if the stream fails or is too long.
 */
export function remembered(
  body: ReadableStream<Uint8Array>,
  tell: (whole: Uint8Array | undefined) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  let isTold = false
  const ended = (whole: Uint8Array | undefined): void => {
    if (!isTold) tell(whole)
    isTold = true
    chunks.length = 0
  }
  const next = async (): Promise<ReadableStreamReadResult<Uint8Array>> => {
    try {
      const read = await reader.read()
      if (read.done) ended(joinBytes(chunks))
      else if ((length += read.value.length) > mostBytes) ended(undefined)
      else if (!isTold) chunks.push(read.value)
      return read
    } catch (error) {
      ended(undefined)
      throw error
    }
  }
  const finish = async (): Promise<void> => {
    while (!isTold) await next()
    await reader.cancel()
  }
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel() {
      finish().catch(() => {})
    },
  })
}
