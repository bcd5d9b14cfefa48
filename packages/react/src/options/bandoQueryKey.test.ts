import { expect, it } from 'vitest'
import { bandoQueryKey } from './bandoQueryKey.ts'

it('begins with the path, so that all reads of the path can be invalidated', () => {
  expect(bandoQueryKey('/coolness')).toEqual(['bando', '/coolness', {}])
})

it('differs for all that changes the response', () => {
  const options = { query: { of: 'Rome' }, params: { id: 7 }, account: 'second' }
  expect(bandoQueryKey('/coolness/{id}', options)).toEqual([
    'bando',
    '/coolness/{id}',
    { query: { of: ['Rome'] }, params: { id: '7' }, account: 'second' },
  ])
})

it('is the same for reads that are sent alike', () => {
  const key = bandoQueryKey('/a', {
    query: { page: 1, tags: ['x', 'y'], none: undefined, nil: null },
    params: { id: 7 },
  })
  const same = new URLSearchParams({ page: '1' })
  same.append('tags', 'x')
  same.append('tags', 'y')
  expect(bandoQueryKey('a', { query: same, params: { id: '7' } })).toEqual(key)
})

it('consists of plain objects, so a server component can pass it to a client component', () => {
  const [, , details] = bandoQueryKey('/a', { query: { constructor: 'x', of: 'Rome' }, params: { id: 7 } })
  expect(details.query).toEqual({ constructor: ['x'], of: ['Rome'] })
  for (const part of [details, details.query, details.params])
    expect(Object.getPrototypeOf(part)).toBe(Object.prototype)
})
