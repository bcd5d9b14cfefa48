import type { Refusal } from './refusal.ts'

/** What a caller over RPC or a WebSocket is told: the form of Nest's own exceptions there. */
export interface MessageRefusal {
  readonly status: 'error'
  readonly message: string
  /** The HTTP status that says the same. */
  readonly statusCode: number
  /** In how many ms the caller may try again, if that is known. */
  readonly retryAfterMs?: number
}

/** Returns a refusal as a message. */
export function messageRefusal({ status, title, retryAt }: Refusal): MessageRefusal {
  const message = { status: 'error', message: title, statusCode: status } as const
  return retryAt === undefined ? message : { ...message, retryAfterMs: Math.max(1, retryAt - Date.now()) }
}

/** A socket of `ws`, or one of Socket.IO. */
interface Socket {
  readonly readyState?: unknown
  send?(text: string): void
  emit?(event: string, payload: unknown): void
}

/** Sends a refusal over a WebSocket, as Nest sends its own exceptions. */
export function emitRefusal(socket: Socket, refusal: Refusal): void {
  const data = messageRefusal(refusal)
  // A socket of `ws` has `emit` too, which only speaks to its own process.
  if (typeof socket.readyState === 'number') socket.send?.(JSON.stringify({ event: 'exception', data }))
  else socket.emit?.('exception', data)
}
