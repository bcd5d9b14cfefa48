import { expect, it } from 'vitest'
import { packAttempts, unpackAttempts } from './packAttempts.ts'

const attempt = { account: 'one', credentialId: 'x', sentAt: 5, timeoutMs: 100 }

it('stores attempts of one commit as one, with their numbers as ranges', () => {
  const ids = ['m.z', 'm.10', 'm.11', 'm.14', 'm.16', 'm.17']
  const attempts = Object.fromEntries(ids.map((id) => [id, attempt]))
  const packed = packAttempts(attempts)
  expect(packed).toEqual([[attempt, 'z-11,14,16-17']])
  expect(unpackAttempts('m', packed)).toEqual(attempts)
})

it('keeps attempts apart that differ', () => {
  const attempts = { 'm.1': attempt, 'm.2': { ...attempt }, 'm.3': { ...attempt, isProbe: true } }
  expect(packAttempts(attempts)).toHaveLength(2)
  expect(unpackAttempts('m', packAttempts(attempts))).toEqual(attempts)
})

it('stores a hundred attempts in little more than one', () => {
  const many = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`m.${(index + 50).toString(36)}`, attempt]),
  )
  const one = JSON.stringify(packAttempts({ 'm.1': attempt })).length
  expect(JSON.stringify(packAttempts(many)).length).toBeLessThan(one + 10)
})

it.each([
  ['has a mark that the other lacks', attempt, { ...attempt, isLeased: true }],
  ['lacks a mark that the other has', { ...attempt, isLeased: true }, attempt],
  ['was sent at another time', attempt, { ...attempt, sentAt: 6 }],
])('keeps an attempt apart from the one before if it %s', (_, one, other) => {
  expect(packAttempts({ 'm.1': one, 'm.2': other })).toEqual([
    [one, '1'],
    [other, '2'],
  ])
})

it('reads the number of an id behind its last dot', () => {
  expect(packAttempts({ 'a.b.10': attempt, 'a.b.11': attempt })).toEqual([[attempt, '10-11']])
})

it('puts the numbers of attempts in order', () => {
  const packed = packAttempts({ 'm.b': attempt, 'm.a': attempt, 'm.3': attempt })
  expect(packed).toEqual([[attempt, '3,a-b']])
})

it('reads no attempts from none', () => {
  expect(unpackAttempts('m', packAttempts({}))).toEqual({})
})
