import { expect, it } from 'vitest'
import type { CallTerms } from '../options/CallTerms.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { CallState } from './CallState.ts'
import { SharedCalls } from './SharedCalls.ts'

const credentials = { isAnonymous: false, redact: (text: string) => text, current: undefined, generation: 0 }
const terms = { timeoutMs: 1000 } as CallTerms

function requestWith(name: string): WireRequest {
  const url: WireRequest['url'] = new URL('https://api.bando.cool/a')
  return { method: 'GET', url, headers: new Headers({ [name]: '' }) } as WireRequest
}

it('forgets a kind of calls with the last of them', () => {
  const shared = new SharedCalls()
  const [one, other] = [requestWith('x-one'), requestWith('x-other')]
  const kind = shared.kindOf(one, terms, credentials)
  const calls = [new CallState(one, terms, credentials), new CallState(one, terms, credentials)]
  shared.add(kind, calls[0]!)
  calls[1]!.request = { ...one, url: new URL('https://api.bando.cool/b') }
  shared.add(kind, calls[1]!)

  shared.delete(calls[0]!)
  shared.kindOf(other, terms, credentials)
  expect(shared.kindOf(one, terms, credentials)).toBe(kind)
  shared.delete(calls[1]!)
  shared.kindOf(other, terms, credentials)
  expect(shared.kindOf(one, terms, credentials)).not.toBe(kind)
})

it('deletes a call once, and no other of its URL that came later', () => {
  const shared = new SharedCalls()
  const request = requestWith('x-one')
  const kind = shared.kindOf(request, terms, credentials)
  const [call, next] = [
    new CallState(request, terms, credentials),
    new CallState(request, terms, credentials),
  ]
  shared.add(kind, call)
  shared.delete(call)
  shared.add(kind, next)
  shared.delete(call)
  expect(kind.calls.get(request.url.href)).toBe(next)
})
