import { expect, it } from 'vitest'
import { readProblem } from './problem.ts'

it.each<[unknown, object | undefined]>([
  [
    { type: 't', title: 'a', detail: 'b', status: 1 },
    { type: 't', title: 'a', detail: 'b' },
  ],
  [{ title: 'a' }, { type: 'about:blank', title: 'a', detail: undefined }],
  [
    { detail: 'b', type: 7 },
    { type: 'about:blank', title: undefined, detail: 'b' },
  ],
  [{ type: 't' }, undefined],
  [{ title: 1, detail: {} }, undefined],
  [[], undefined],
  [null, undefined],
  ['text', undefined],
  [undefined, undefined],
])('%o is the problem %o', (body, expected) => {
  expect(readProblem(body)).toEqual(expected)
})
