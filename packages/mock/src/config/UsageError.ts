/** A mistake of whoever started the command: told in one sentence, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
