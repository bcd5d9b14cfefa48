type Bytes = Uint8Array<ArrayBuffer>

/** Where a stream's bytes come from. */
interface ByteSource {
  /** The next bytes, or `undefined` at the end. */
  readonly next: () => Promise<Bytes | undefined>
  readonly cancel: (reason: unknown) => Promise<void>
  readonly start?: (controller: ReadableByteStreamController) => void
}

/** A stream of bytes as `fetch` has it: byte readers (`mode: 'byob'`) can read it. */
export function byteStream({ next, cancel, start }: ByteSource): ReadableStream<Bytes> {
  return new ReadableStream({
    type: 'bytes',
    start,
    async pull(controller) {
      let bytes = await next()
      // A stream of bytes takes no empty chunk.
      while (bytes?.byteLength === 0) bytes = await next()
      if (bytes !== undefined) {
        // The stream takes the buffer for itself, which may be its source's.
        controller.enqueue(new Uint8Array(bytes))
        return
      }
      controller.close()
      // A byte reader that waits is answered so (Streams standard, "ReadableByteStreamController").
      controller.byobRequest?.respond(0)
    },
    cancel,
  })
}
