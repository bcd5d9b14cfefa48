import { describe, expect, it } from 'vitest'
import type { Outcome } from '../contract/Outcome.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { ReadBody } from '../response/readBody.ts'
import type { BufferedResponse } from './readWhole.ts'
import { CallState } from './CallState.ts'
import { incompleteError, malformedError, statusError } from './responseErrors.ts'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const whole = (text: string): ReadBody => ({ kind: 'whole', bytes: bytes(text) })

interface Given {
  readonly body?: ReadBody
  readonly status?: number
  readonly outcome?: Outcome
  readonly type?: string
  readonly call?: Partial<CallState>
}

/** A response to a GET whose token is `bando_secret`. */
function buffered({ body = whole(''), status = 500, outcome, type = 'application/json', call = {} }: Given) {
  const url: WireRequest['url'] = new URL('https://api.bando.cool/a')
  const request = { method: 'GET', url, isRepeatable: true } as WireRequest
  const credentials = {
    isAnonymous: false,
    redact: (text: string, end = 'whole') => text.replaceAll('bando_secret', `<${end}>`),
  }
  const state = Object.assign(new CallState(request, {} as CallState['terms'], credentials), call)
  return {
    call: state,
    outcome: outcome ?? { kind: 'failed', status, advertised: undefined, retryAfterMs: undefined },
    status,
    headers: new Headers({ 'content-type': type, 'x-echo': 'bando_secret' }),
    body,
  } satisfies BufferedResponse
}

describe('the error for a response that is not a success', () => {
  it.each<[string, string]>([
    ['', 'no explanation'],
    ['{"detail":"No such path.","title":"Not found"}', 'No such path.'],
    ['{"title":"Not found"}', 'Not found'],
    ['{"a":"bando_secret"}', '"{\\"a\\":\\"<whole>\\"}"'],
    ['x'.repeat(201), `"${'x'.repeat(200)}"`],
  ])('quotes what the API says: %s', (text, found) => {
    expect(statusError(buffered({ body: whole(text) })).message).toBe(
      `GET https://api.bando.cool/a was answered 500: ${found}.`,
    )
  })

  it('says that a 403 is not a lockout, and why', () => {
    const outcome = {
      kind: 'forbidden',
      status: 403,
      advertised: undefined,
      reason: 'the token was good',
    } as const
    const error = statusError(buffered({ status: 403, outcome, body: whole('{"detail":"Not yours"}') }))
    expect(error).toMatchObject({
      code: 'forbidden',
      status: 403,
      retryable: false,
      reason: 'the token was good',
    })
    expect(error.message).toBe(
      'GET https://api.bando.cool/a was refused (403): Not yours. It is not a lockout, since the token was good.',
    )
  })

  it.each([
    [400, true, false],
    [408, true, true],
    [499, true, false],
    [500, true, true],
    [500, false, false],
  ])('after %i can be tried again if that may help, and the call may be repeated (%s): %s', (...given) => {
    const [status, isRepeatable, retryable] = given
    expect(statusError(buffered({ status, call: { isRepeatable } }))).toMatchObject({ retryable, status })
  })

  it('says that no retry was left, and holds no token', () => {
    const error = statusError(buffered({ call: { isOutOfRetries: true, retryAt: 61_000 } }))
    expect(error).toMatchObject({ code: 'http', retryAt: 61_000, body: undefined })
    expect((error as { headers?: Headers }).headers?.get('x-echo')).toBe('<whole>')
    expect(error.message).toBe(
      'GET https://api.bando.cool/a was answered 500: no explanation. It was not sent again: this client has no retry left (retry.budget.ratio, retry.budget.min), as in an outage. It is worth trying again from 1970-01-01T00:01:01.000Z.',
    )
  })

  it('has the text as its body if that is not JSON', () => {
    expect(statusError(buffered({ body: whole('{"a'), type: 'application/json' }))).toMatchObject({
      body: '{"a',
    })
    expect(statusError(buffered({ body: whole('{"a":1}') }))).toMatchObject({ body: { a: 1 } })
  })
})

describe('the error for a success with an unusable body', () => {
  it('says how much came before it broke off', () => {
    const cause = new Error('reset')
    const body = { kind: 'brokenOff', bytes: bytes('half bando_secret'), cause } as const
    const error = incompleteError(buffered({ status: 200, body }))
    expect(error).toMatchObject({ reason: 'brokenOff', retryable: true, excerpt: 'half <cut>', cause })
    expect(error.message).toBe(
      'GET https://api.bando.cool/a was answered (200) with a body that broke off after 17 bytes. Try again.',
    )
    const once = incompleteError(buffered({ status: 200, body, call: { isRepeatable: false } }))
    expect(once.retryable).toBe(false)
    expect(once.message).toMatch(/bytes\. Try again, once you know whether it was processed\.$/)
  })

  it('says how long it may be', () => {
    const body = { kind: 'tooLong', bytes: bytes('abc'), maxBytes: 3 } as const
    const error = incompleteError(buffered({ status: 200, body }))
    expect(error).toMatchObject({ reason: 'tooLong', retryable: false, excerpt: 'abc' })
    expect(error.message).toBe(
      "GET https://api.bando.cool/a was answered (200) with a body longer than maxBodyBytes, 3 bytes. Ask for less, allow more, or take it as it comes with as: 'stream'.",
    )
  })

  it('says how a body begins that should be JSON', () => {
    const error = malformedError(buffered({ status: 200, body: whole(`<html>${'x'.repeat(300)}`) }))
    expect(error).toMatchObject({
      reason: 'malformed',
      excerpt: `<html>${'x'.repeat(194)}`,
      cause: { name: 'SyntaxError' },
    })
    expect(error.message).toBe(
      `GET https://api.bando.cool/a was answered (200) with a body that should be JSON and is not. It begins "<html>${'x'.repeat(74)}".`,
    )
  })

  it.each([
    [65_536, 'whole'],
    [65_537, 'cut'],
  ])('shows of %i bytes the beginning, in which a token may be cut', (length, end) => {
    const text = `bando_secret${'x'.repeat(length - 12)}`
    const { excerpt } = malformedError(buffered({ status: 200, body: whole(text) })) as { excerpt?: string }
    expect(excerpt).toMatch(new RegExp(`^<${end}>x+$`))
  })
})
