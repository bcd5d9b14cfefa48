import { it } from 'vitest'
import { SharedMemory } from './SharedMemory.ts'
import { storeConformance } from './storeConformance.ts'

it.each(storeConformance)('SharedMemory $name', async (storeCase) => {
  const disk = new SharedMemory()
  await storeCase.run(() => disk.member())
})
