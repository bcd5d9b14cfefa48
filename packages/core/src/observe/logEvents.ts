import type { Logger } from '../contract/Logger.ts'
import { silent } from '../contract/Logger.ts'
import type { Emitter } from './Emitter.ts'
import type { BandoEventName, BandoEvents } from './events.ts'
import { eventNames } from './events.ts'

type Level = keyof Logger

interface Entry<Name extends BandoEventName> {
  readonly level: Level
  readonly message: (event: BandoEvents[Name]) => string
  /** Whether this one is a warning, whatever its level. */
  readonly isWarning?: (event: BandoEvents[Name], longWaitMs: number) => boolean
}

const entries: { readonly [Name in BandoEventName]: Entry<Name> } = {
  request: {
    level: 'debug',
    message: ({ attempt, waitedMs }) => `is sent (attempt ${attempt}), after waiting ${round(waitedMs)} ms.`,
  },
  response: {
    level: 'debug',
    message: ({ status, durationMs }) => `was answered ${status} after ${round(durationMs)} ms.`,
  },
  noResponse: {
    level: 'info',
    message: ({ sent, durationMs }) =>
      `was ${sent ? 'not answered' : 'not sent: there was no connection'}, after ${round(durationMs)} ms.`,
  },
  wait: {
    level: 'info',
    message: ({ retryAt, waitMs }) =>
      `waits${waitMs === undefined ? '' : ` ${Math.ceil(waitMs / 1000)} s,`}${until(retryAt)}.`,
    // The first of the queue speaks for those behind it.
    isWarning: ({ waitMs = 0, ahead }, longWaitMs) => ahead === 0 && waitMs > longWaitMs,
  },
  retry: {
    level: 'info',
    message: ({ reason, delayMs }) => `is sent again in ${round(delayMs)} ms, after: ${reason}.`,
  },
  verified: { level: 'info', message: () => 'proved the token good.' },
  limited: {
    level: 'warn',
    message: ({ retryAt }) => `was refused (429): the limit is reached${until(retryAt)}.`,
  },
  rejected: {
    level: 'error',
    message: ({ retryAt, rejectedBy }) =>
      `was rejected (401): nothing more is sent ${rejectedBy === 'api' ? 'with this token' : 'to this endpoint'}${until(retryAt)}.`,
  },
  locked: {
    level: 'error',
    message: ({ reason, retryAt }) =>
      `was refused (403): no authentication is accepted${until(retryAt)}, since ${reason}.`,
  },
}

/**
 * Writes every event to `logger`, at the levels that are on.
 * @param longWaitMs a wait above this is a warning, in ms
 */
export function logEvents(events: Emitter, logger: Logger, longWaitMs: number): void {
  for (const name of eventNames) {
    const { level, message, isWarning } = entries[name] as Entry<BandoEventName>
    const isOff = logger[level] === silent
    if (isOff && !isWarning) continue
    const write = (event: BandoEvents[BandoEventName]): void =>
      logger[isWarning?.(event, longWaitMs) ? 'warn' : level](
        `${event.method} ${event.url} ${message(event)}`,
        // A caller's keys are the caller's own objects, and whatever is in them.
        { event: name, ...event, ...('keys' in event && { keys: event.keys.length }) },
      )
    // Only the first of the queue may be a warning.
    events.on(name, write, isOff)
  }
}

function round(ms: number): number {
  return Math.round(ms)
}

function until(at: number | undefined): string {
  return at === undefined ? '' : ` until ${new Date(at).toISOString()}`
}
