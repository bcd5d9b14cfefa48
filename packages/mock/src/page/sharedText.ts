/** A source of texts, for a stream. */
export interface TextSource {
  /** Calls back at each change. Returns a function that unsubscribes. */
  readonly subscribe: (tell: () => void) => () => void
  /** Returns the text as of the last change. */
  readonly text: () => string
}

/**
 * Shares one source among its readers. It subscribes once, and makes one text for each change, when
 * first read.
 */
export function sharedText({ subscribe, text }: TextSource): TextSource {
  const readers = new Set<() => void>()
  let stop = (): void => {}
  let made: string | undefined
  const tell = (): void => {
    made = undefined
    for (const reader of readers) reader()
  }
  return {
    subscribe: (reader) => {
      if (readers.size === 0) stop = subscribe(tell)
      readers.add(reader)
      return () => {
        if (!readers.delete(reader) || readers.size > 0) return
        made = undefined
        stop()
      }
    },
    text: () => (made ??= text()),
  }
}
