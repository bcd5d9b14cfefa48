import type { BandoEvents, BandoState } from '@bando/core'
import { timeOf } from './format.ts'

/** One request, and what the client learnt from its response. Instants are epoch ms. */
export interface Recorded {
  readonly id: number
  readonly method: string
  readonly url: string
  readonly sentAt: number
  readonly waitedMs: number
  /** The time at which the response came, or at which the client gave up. */
  readonly endedAt?: number | undefined
  /** The HTTP status, or `undefined` if no response came. */
  readonly status?: number | undefined
  /** The time at which its permit returns. */
  readonly returnsAt?: number | undefined
  readonly taught?: readonly string[] | undefined
}

/** A call that joined the queue. It may have left the queue since. */
export interface Waiting {
  readonly method: string
  readonly url: string
  readonly keys: readonly unknown[]
  readonly at: number
}

/** The events of a client since the start of the recording. */
export interface Recording {
  readonly since: number
  readonly requests: readonly Recorded[]
  readonly waiting: readonly Waiting[]
  /** The reason for the status of the token, if the recording has seen it. */
  readonly why?: string | undefined
}

/** The number of requests and of waiting calls that are kept. */
const most = 300

/** One event of a client. */
export type Heard =
  | { readonly name: 'request'; readonly event: BandoEvents['request']; readonly at: number }
  | { readonly name: 'wait'; readonly event: BandoEvents['wait']; readonly at: number }
  | {
      readonly name: 'end'
      readonly event: BandoEvents['response'] | BandoEvents['noResponse']
      readonly at: number
      readonly before: BandoState
      readonly after: BandoState
    }

/** Adds an event to a recording. */
export function record(recording: Recording, heard: Heard): Recording {
  const { requests, waiting } = recording
  switch (heard.name) {
    case 'request': {
      const { id, method, url, waitedMs } = heard.event
      const request: Recorded = { id, method, url, waitedMs, sentAt: heard.at }
      return { ...recording, requests: [...requests, request].slice(-most) }
    }
    case 'wait': {
      const { method, url, keys } = heard.event
      // A call that returns to the queue is listed once.
      const others = waiting.filter((call) => !call.keys.some((key) => keys.includes(key)))
      return { ...recording, waiting: [...others, { method, url, keys, at: heard.at }].slice(-most) }
    }
    case 'end': {
      const { event, at, before, after } = heard
      const status = 'status' in event ? event.status : undefined
      const taught = lessons(before, after)
      const end = { endedAt: at, status, taught, returnsAt: after.limit.resetsAt }
      const why =
        before.auth.status === after.auth.status
          ? recording.why
          : `${event.method} ${pathOf(event.url)} was answered ${status ?? 'not at all'}.`
      return {
        ...recording,
        why,
        requests: requests.map((each) => (each.id === event.id ? { ...each, ...end } : each)),
      }
    }
  }
}

/** Lists the changes of the state that a response caused. */
function lessons(before: BandoState, after: BandoState): string[] {
  const taught: string[] = []
  if (after.auth.status !== before.auth.status) taught.push(`token ${after.auth.status}`)
  const { requests, windowMs, source } = after.limit
  if (requests !== before.limit.requests || windowMs !== before.limit.windowMs)
    taught.push(`limit ${requests} per ${windowMs / 1000} s, ${source}`)
  const { resetsAt } = after.limit
  if (taught.length === 0 && resetsAt !== undefined) taught.push(`permit back at ${timeOf(resetsAt)}`)
  return taught
}

/** Returns the path of a URL, which is shorter than the URL. */
export function pathOf(url: string): string {
  return new URL(url).pathname
}
