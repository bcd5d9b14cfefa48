import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const names = ['limit', 'lockout', 'headers']

test.each([
  ['limits', 'limit'],
  ['lockuot', 'lockout'],
  ['header', 'headers'],
  ['limit', 'limit'],
])('%s is taken for %s', (text, name) => expect(nearest(text, names)).toBe(name))

test('a text that resembles no name has no nearest name', () => {
  expect([nearest('colour', names), nearest('', names), nearest('limit', [])]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
