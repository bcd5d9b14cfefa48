import { expect, it } from 'vitest'
import { bandoQueryKey } from './bandoQueryKey.ts'

it('begins with the path, so that all its reads can be invalidated', () => {
  expect(bandoQueryKey('/coolness')).toEqual(['bando', '/coolness', {}])
})

it('tells reads apart by everything that changes the answer', () => {
  const options = { query: { of: 'Rome' }, params: { id: 7 }, account: 'second' }
  expect(bandoQueryKey('/coolness/{id}', options)).toEqual([
    'bando',
    '/coolness/{id}',
    { query: { of: ['Rome'] }, params: { id: '7' }, account: 'second' },
  ])
})

it('is the same for what is sent alike', () => {
  const key = bandoQueryKey('/a', {
    query: { page: 1, tags: ['x', 'y'], none: undefined, nil: null },
    params: { id: 7 },
  })
  const same = new URLSearchParams({ page: '1' })
  same.append('tags', 'x')
  same.append('tags', 'y')
  expect(bandoQueryKey('a', { query: same, params: { id: '7' } })).toEqual(key)
})

it('is made of plain objects alone, which a server component may hand to a client component', () => {
  const [, , details] = bandoQueryKey('/a', { query: { constructor: 'x', of: 'Rome' }, params: { id: 7 } })
  expect(details.query).toEqual({ constructor: ['x'], of: ['Rome'] })
  for (const part of [details, details.query, details.params])
    expect(Object.getPrototypeOf(part)).toBe(Object.prototype)
})
