/**
 * Cancels what one caller, one call or one attempt waits for. Most are never used, so it costs less
 * than an `AbortController`.
 */
export class Cancellation {
  /** Runs when it is cancelled, until another takes its place. */
  onCancel: (() => void) | undefined
  isCancelled = false
  reason: unknown
  /** Its index in the `CancellationList` that it is in, or -1. */
  index = -1

  cancel(reason: unknown): void {
    if (this.isCancelled) return
    this.isCancelled = true
    this.reason = reason
    this.cancelled()
  }

  protected cancelled(): void {
    this.onCancel?.()
  }

  throwIfCancelled(): void {
    if (this.isCancelled) throw this.reason
  }

  /**
   * Returns `promise`, unless it is cancelled first: then `onCancel` runs, and the reason is
   * thrown. Takes the place of what ran on cancelling before.
   */
  race<Value>(promise: Promise<Value>, onCancel?: () => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.onCancel = () => {
        onCancel?.()
        reject(this.reason)
      }
      promise.then(resolve, reject)
      if (this.isCancelled) this.onCancel()
    })
  }
}
