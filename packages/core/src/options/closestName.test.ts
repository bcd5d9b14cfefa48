import { expect, it } from 'vitest'
import { closestName, distance } from './closestName.ts'

it.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'ab', 1],
  ['abc', 'xabc', 1],
  ['abc', 'acb', 1],
  ['kitten', 'sitting', 3],
])('from %j to %j it is %i', (from, to, expected) => {
  expect(distance(from, to)).toBe(expected)
  expect(distance(to, from)).toBe(expected)
})

const names = ['token', 'baseUrl', 'timeoutMs', 'tokenTimeoutMs', 'maxWaitMs', 'maxWaiting', 'limit', 'retry']

it.each([
  ['baseURL', 'baseUrl'],
  ['base_url', 'baseUrl'],
  ['timeout', 'timeoutMs'],
  ['tiemoutMs', 'timeoutMs'],
  ['tokn', 'token'],
  ['apiKey', 'token'],
  ['maxWait', 'maxWaitMs'],
  ['limits', 'limit'],
  ['retries', 'retry'],
  ['zzz', undefined],
  ['x', undefined],
])('%s was meant to be %s', (given, expected) => {
  expect(closestName(given, names)).toBe(expected)
})

it.each([
  ['accessToken apiKey apiToken auth bearer key', 'token'],
  ['endpoint host prefixUrl url', 'baseUrl'],
  ['rateLimit', 'limit'],
  ['concurrency', 'maxInFlight'],
  ['dangerouslyAllowBrowser', 'allowTokenInBrowser'],
  ['maxRetries retries', 'retry'],
  ['max limit', 'requests'],
  ['interval per', 'windowMs'],
  ['maxRetries retries count', 'attempts'],
  ['cache credentials dispatcher keepalive mode next', 'fetchOptions'],
  ['data json', 'body'],
  ['searchParams', 'query'],
  ['responseType parseAs type', 'as'],
])('other clients say %s for %s', (given, name) => {
  // None of these is near.
  for (const alias of given.split(' ')) expect(closestName(alias, ['zzzzzzzzzzzz', name])).toBe(name)
})

it.each([
  ['time', 'timeoutMs'],
  ['tim', undefined],
  ['timeoutMsOfAllCalls', 'timeoutMs'],
  ['outMs', undefined],
])('the beginning of a name is near if it has four letters: %s', (given, expected) => {
  expect(closestName(given, ['timeoutMs', 'baseUrl'])).toBe(expected)
})
