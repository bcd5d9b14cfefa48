import type { QueuedCall } from './QueuedCall.ts'

/** Decides which calls may go, if other processes or tabs share the permits. */
export interface Gate {
  /** Whether `queued` may go now, on a permit that this process holds already. */
  take(queued: QueuedCall): boolean
  /**
   * Whether `queued` will go, after `waiting` others, on a permit that this process holds already.
   */
  serves(queued: QueuedCall, waiting: number): boolean
  /** Asks for permits. The reply comes through `Dispatcher.reply`. */
  ask(): void
  /** `queued` goes on a permit that it was given. */
  sent(queued: QueuedCall): void
  /** How many permits this process holds for calls to come. */
  spare(): number
  /** How many permits others hold for calls to come, and may give back soon. */
  spareOfOthers(): number
  /** When a wait for another process's request ends at the latest. */
  retryAt(): number | undefined
}
