import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlOf } from './curlOf.ts'

const entry = { method: 'GET', path: '/coolness', search: '', credential: 'anonymous' }

/** What a shell makes of a command: its words, after the first. */
function words(command: string): string[] {
  const script = `curl() { printf '%s\\n' "$@"; }; ${command}`
  const env = { BANDO_TOKEN: 'the-token' }
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).trimEnd().split('\n')
}

test('an anonymous GET', () => {
  expect(words(curlOf('http://mock', entry))).toEqual(['http://mock/coolness'])
})

test('another method, with a token and a preference', () => {
  const request = {
    ...entry,
    method: 'POST',
    search: '?a=b&c',
    credential: '0123456789abcdef',
    preferred: 429,
  }
  expect(words(curlOf('http://mock', request))).toEqual([
    '-X',
    'POST',
    '-H',
    'Authorization: Bearer the-token',
    '-H',
    'Prefer: code=429',
    'http://mock/coolness?a=b&c',
  ])
})

test('HEAD waits for no body', () => {
  expect(curlOf('http://mock', { ...entry, method: 'HEAD' })).toBe("curl --head 'http://mock/coolness'")
})

test('nothing in a path leaves its quotes', () => {
  const path = "/'$(echo gone)'`echo gone`;echo gone"
  expect(words(curlOf('http://mock', { ...entry, path }))).toEqual([`http://mock${path}`])
})
