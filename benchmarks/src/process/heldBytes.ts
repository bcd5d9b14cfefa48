/** The bytes that the process holds after garbage collection. */
export function heldBytes(): number {
  if (!globalThis.gc) throw new Error('heldBytes: needs node --expose-gc.')
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
