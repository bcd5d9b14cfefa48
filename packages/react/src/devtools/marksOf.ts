import type { Recorded } from './Recording.ts'

/** A mark on the timeline. */
export interface Mark {
  readonly id: string
  readonly kind: 'request' | 'return'
  /** The position, from 0 (a window ago) through 0.5 (now) to 1 (a window from now). */
  readonly x: number
  readonly tone: 'good' | 'bad' | 'open'
  readonly title: string
}

/**
 * Makes a mark for each request of the last window, and for each permit that returns in the next
 * one.
 */
export function marksOf(
  requests: readonly Recorded[],
  { now, windowMs }: { readonly now: number; readonly windowMs: number },
): Mark[] {
  const place = (at: number): number => 0.5 + (at - now) / windowMs / 2
  const marks: Mark[] = []
  for (const { id, method, url, sentAt, endedAt, status, returnsAt } of requests) {
    const tone = endedAt === undefined ? 'open' : status !== undefined && status < 400 ? 'good' : 'bad'
    const title = `${method} ${new URL(url).pathname}`
    marks.push({ id: `request ${id}`, kind: 'request', x: place(sentAt), tone, title })
    if (returnsAt !== undefined && returnsAt > now)
      marks.push({
        id: `return ${id}`,
        kind: 'return',
        x: place(returnsAt),
        tone,
        title: `permit of ${title}`,
      })
  }
  return marks.filter(({ x }) => x >= 0 && x <= 1)
}
