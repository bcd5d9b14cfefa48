/**
 * An error in the command's arguments or configuration. It is shown as one sentence, without a
 * stack.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
