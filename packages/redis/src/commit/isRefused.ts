/** Replies that no waiting changes: the user, a key or the server are not what they should be. */
const refusals = /^(NOPERM|NOAUTH|WRONGPASS|WRONGTYPE|DENIED|ERR) /

/** Whether Redis has refused a command for good, so that trying again is of no use. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && refusals.test(error.message)
}
