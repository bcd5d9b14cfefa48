import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { curlOf } from './curlOf.ts'

const entry = { method: 'GET', path: '/coolness', search: '', credential: 'anonymous' }

const asIs = ['--globoff', '--path-as-is']

/** Returns the words of a command as a shell reads them, after the first. */
function words(command: string): string[] {
  const script = `curl() { printf '%s\\n' "$@"; }; ${command}`
  const env = { BANDO_TOKEN: 'the-token' }
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).trimEnd().split('\n')
}

test('an anonymous GET', () => {
  expect(words(curlOf('http://mock', entry))).toEqual([...asIs, 'http://mock/coolness'])
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
    ...asIs,
    '-X',
    'POST',
    '-H',
    'Authorization: Bearer the-token',
    '-H',
    'Prefer: code=429',
    'http://mock/coolness?a=b&c',
  ])
})

test('HEAD does not wait for a body', () => {
  expect(curlOf('http://mock', { ...entry, method: 'HEAD' })).toBe(
    "curl --globoff --path-as-is --head 'http://mock/coolness'",
  )
})

test('curl sends the path as it is', async () => {
  const paths: string[] = []
  const server = createServer(({ url = '' }, response) => {
    paths.push(url)
    response.end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const odd = { ...entry, path: '/a/../b/{c,d}[1-2]' }
  await promisify(execFile)('/bin/sh', ['-c', curlOf(`http://127.0.0.1:${port}`, odd)], {
    env: { PATH: process.env['PATH'] },
  })
  expect(paths).toEqual([odd.path])
})

test('no character of a path ends the quotes', () => {
  const path = "/'$(echo gone)'`echo gone`;echo gone"
  expect(words(curlOf('http://mock', { ...entry, path }))).toEqual([...asIs, `http://mock${path}`])
})
