import type { MemoryStore } from '../contract/Store.ts'

/** A place of its own in this process's memory: clients given the same one share their budget, and nobody else does. */
export function memoryStore(): MemoryStore {
  return { kind: 'memory' }
}
