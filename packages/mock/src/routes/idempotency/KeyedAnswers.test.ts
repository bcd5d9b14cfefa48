import { expect, test } from 'vitest'
import { json } from '../../answers/Answer.ts'
import { KeyedAnswers, type Keyed } from './KeyedAnswers.ts'

const dayMs = 86_400_000
const request = { scope: 'a', key: 'one', bodyHash: 'x' }
const answer = json({})

function first(keyed: Keyed): Extract<Keyed, { kind: 'first' }> {
  if (keyed.kind !== 'first') throw new Error(`It is ${keyed.kind}.`)
  return keyed
}

test('the first request runs, the next repeats it, and another body is detected', () => {
  const keys = new KeyedAnswers()
  const { keep } = first(keys.begin(request, 0))
  expect(keys.begin(request, 0)).toEqual({ kind: 'running' })
  keep(answer)
  expect(keys.begin(request, 0)).toEqual({ kind: 'repeated', answer })
  expect(keys.begin({ ...request, bodyHash: 'y' }, 0)).toEqual({ kind: 'other-body' })
})

test('another key or scope is a separate entry', () => {
  const keys = new KeyedAnswers()
  first(keys.begin(request, 0)).keep(answer)
  first(keys.begin({ ...request, key: 'two' }, 0))
  first(keys.begin({ ...request, scope: 'b' }, 0))
})

test('a released key accepts any body', () => {
  const keys = new KeyedAnswers()
  first(keys.begin(request, 0)).release()
  first(keys.begin({ ...request, bodyHash: 'y' }, 0))
})

test('a late release does not free the key of another request', () => {
  const keys = new KeyedAnswers()
  const late = first(keys.begin(request, 0))
  keys.clear()
  first(keys.begin(request, 0)).keep(answer)
  late.release()
  expect(keys.begin(request, 0).kind).toBe('repeated')
})

test('an entry is forgotten after a day', () => {
  const keys = new KeyedAnswers()
  first(keys.begin(request, 0)).keep(answer)
  expect(keys.begin(request, dayMs - 1).kind).toBe('repeated')
  first(keys.begin(request, dayMs))
})

test('at most ten thousand entries are kept, and the oldest is removed', () => {
  const keys = new KeyedAnswers()
  for (let at = 0; at <= 10_000; at++) first(keys.begin({ ...request, key: `${at}` }, 0)).keep(answer)
  first(keys.begin({ ...request, key: '0' }, 0))
  expect(keys.begin({ ...request, key: '10000' }, 0).kind).toBe('repeated')
})

test('at most 32 MiB are kept, and the oldest entries are removed', () => {
  const keys = new KeyedAnswers()
  const mebibyte = { ...answer, body: new Uint8Array(1_048_576) }
  for (let at = 0; at < 40; at++) first(keys.begin({ ...request, key: `${at}` }, 0)).keep(mebibyte)
  const kinds = Array.from({ length: 32 }, (_, at) => keys.begin({ ...request, key: `${39 - at}` }, 0).kind)
  expect(kinds).toEqual([...Array<string>(31).fill('repeated'), 'first'])
})

test('forgotten and released entries free their memory', () => {
  const keys = new KeyedAnswers()
  const half = { ...answer, body: new Uint8Array(16_000_000) }
  first(keys.begin({ ...request, key: 'kept' }, dayMs - 1)).keep(half)
  for (let at = 0; at < 5; at++) {
    first(keys.begin(request, at * dayMs)).keep(half)
    first(keys.begin({ ...request, key: 'released' }, at)).release()
  }
  expect(keys.begin({ ...request, key: 'kept' }, dayMs).kind).toBe('repeated')
})
