import { expect, it } from 'vitest'
import { skip } from './readIds.ts'

async function all(ids: AsyncIterable<string>): Promise<string[]> {
  const found = []
  for await (const id of ids) found.push(id)
  return found
}

it('leaves out what is answered', async () => {
  expect(await all(skip(['a', 'b', 'c'], 0, undefined))).toEqual(['a', 'b', 'c'])
  expect(await all(skip(['a', 'b', 'c'], 2, 'b'))).toEqual(['c'])
  expect(await all(skip(['a', 'b', 'c'], 3, 'c'))).toEqual([])
})

it('refuses another list', async () => {
  await expect(all(skip(['a', 'x', 'c'], 2, 'b'))).rejects.toThrow('number 2 is "b" there and "x" here')
  await expect(all(skip(['a'], 2, 'b'))).rejects.toThrow('2 ids there, 1 here')
})
