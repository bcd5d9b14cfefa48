import { joinBytes } from './joinBytes.ts'

/** What is longer is not remembered. */
const mostBytes = 1_048_576

/** A stream that goes on as it comes, and is told whole at its end: what its reader leaves is read on. Told nothing if it fails, or is too long. */
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
