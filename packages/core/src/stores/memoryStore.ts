import type { MemoryStore } from '../contract/Store.ts'

/**
 * Makes a separate place in this process's memory. Only clients with the same memory store share a
 * budget.
 */
export function memoryStore(): MemoryStore {
  return { kind: 'memory' }
}
