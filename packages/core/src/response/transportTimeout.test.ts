import { expect, it } from 'vitest'
import { transportTimeout } from './transportTimeout.ts'

/** An error whose cause is an error, and so on, `depth` times; the innermost has `code`. */
function nested(code: string, depth: number): Error {
  return depth === 0
    ? Object.assign(new Error('inner'), { code })
    : new Error('outer', { cause: nested(code, depth - 1) })
}

it.each([
  ['UND_ERR_HEADERS_TIMEOUT', 'headersTimeout'],
  ['UND_ERR_BODY_TIMEOUT', 'bodyTimeout'],
])('names the option of undici for %s, at most four causes deep', (code, option) => {
  for (const depth of [0, 1, 4])
    expect(transportTimeout(nested(code, depth))).toContain(`own ${option} ran out`)
  expect(transportTimeout(nested(code, 5))).toBeUndefined()
})

it.each([
  ['another code', nested('ECONNRESET', 1)],
  ['no cause', new Error('alone')],
  ['a cause that is null', { cause: null }],
  ['a text', 'UND_ERR_BODY_TIMEOUT'],
  ['null', null],
  ['nothing', undefined],
])('says nothing of %s', (_, failure) => {
  expect(transportTimeout(failure)).toBeUndefined()
})
