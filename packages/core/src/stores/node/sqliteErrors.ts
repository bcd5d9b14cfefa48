/** Result codes of SQLite (sqlite.org/rescode.html). */
const busy = 5
const corrupt = 11
const notADatabase = 26
/** What SQLite fails with if the file was moved or removed at that moment. */
const moved = new Set([8, 10, 14])

export function isBusy(error: unknown): boolean {
  return codeOf(error) === busy
}

export function isDamage(error: unknown): boolean {
  const code = codeOf(error)
  return code === corrupt || code === notADatabase
}

export function mayBeMoved(error: unknown): boolean {
  return moved.has(codeOf(error) ?? 0) || isMissing(error)
}

/** Returns true if the file system found no file at the path. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** The primary code: the lowest 8 bits. */
function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined
}
