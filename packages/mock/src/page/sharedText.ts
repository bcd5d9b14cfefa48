/** What a stream of texts is made of. */
export interface TextSource {
  /** Tells of each piece of news, until the returned function is called. */
  readonly subscribe: (tell: () => void) => () => void
  /** How things stood at the last piece of news. */
  readonly text: () => string
}

/** One source for any number of readers: subscribed to once, and one text between two pieces of news, made when the first of them reads it. */
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
