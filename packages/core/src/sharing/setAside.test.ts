import { expect, it } from 'vitest'
import type { CommitContext } from '../contract/Store.ts'
import { SharedMemory } from '../testing/SharedMemory.ts'
import { setAside } from './setAside.ts'

function setUp() {
  const disk = new SharedMemory()
  const places: string[] = []
  const context: CommitContext = {
    at: (lastAt) => lastAt,
    signal: new AbortController().signal,
    onDamage: (place) => places.push(place),
  }
  const keep = (damaged: string): Promise<void> => setAside(disk.port(), { key: 'k' }, damaged, context)
  return { disk, places, keep }
}

it('keeps a damaged text beside the place of the good one, and tells where', async () => {
  const { disk, places, keep } = setUp()
  await keep('nonsense')
  expect(disk.texts).toEqual(new Map([['k damaged', 'nonsense']]))
  expect(places).toEqual(['k damaged'])
})

it('keeps the damaged text that was found last', async () => {
  const { disk, places, keep } = setUp()
  await keep('first')
  await keep('second')
  expect(disk.texts.get('k damaged')).toBe('second')
  expect(places).toHaveLength(2)
})

it('tells that a damaged text is lost if the store cannot be written', async () => {
  const { disk, places, keep } = setUp()
  disk.failure = { at: 'write', error: new Error('the disk is full') }
  await keep('nonsense')
  expect(disk.texts.size).toBe(0)
  expect(places).toEqual(['no place, since the store cannot be written'])
})
