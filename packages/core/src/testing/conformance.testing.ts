import { vi } from 'vitest'
import type { SharedStore, StorePort } from '../contract/Store.ts'
import { defineStore } from '../store/defineStore.ts'
import { SharedMemory } from './SharedMemory.ts'

/** What a store is made of: a port that keeps its promises, and the disk behind it. */
export interface Sound {
  readonly port: StorePort
  readonly disk: SharedMemory
  /** How many members the store has already. */
  readonly index: number
}

/** What a store does otherwise than its port. */
export type Otherwise = (sound: Sound) => Partial<StorePort>

/** Makes the members of one store. */
export function membersOf(otherwise: Otherwise): () => SharedStore {
  const disk = new SharedMemory()
  let members = 0
  return () => {
    const port = disk.port()
    const store = defineStore({ ...port, ...otherwise({ port, disk, index: members }) })
    members += 1
    return store
  }
}

/**
 * Runs the case `name` on a store. Loads the module anew, so that what it builds as it is loaded
 * belongs to the test that is running.
 */
export async function runCase(name: string, member: () => SharedStore): Promise<void> {
  vi.resetModules()
  const { storeConformance } = await import('./storeConformance.ts')
  const found = storeConformance.find((each) => each.name === name)
  if (found === undefined) throw new Error(`There is no case "${name}".`)
  await found.run(member)
}

export const caseNames = [
  'has nothing at first',
  'gives what was written to every member, with a version that grows',
  'leaves the text and the version as they are if nothing is to be written',
  'gives what the last run of the change gives',
  'keeps keys apart',
  'takes any text, and any length of it',
  'lets one change it at a time: of a hundred increments by five members none is lost',
  'has a time that never runs backwards, for all members together',
  'rejects what a change throws, and changes nothing',
  'rejects a commit that is not needed any more',
  'tells those who watch when another member has written, and no more once they stop',
] as const
