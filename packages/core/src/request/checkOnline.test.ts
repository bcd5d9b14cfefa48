import { expect, it, onTestFinished, vi } from 'vitest'
import { checkOnline } from './checkOnline.ts'

const api = new URL('https://api.bando.cool/')

it.each([
  ['a browser that is online', { onLine: true }],
  ['a runtime that does not know', {}],
  ['a runtime without a navigator', undefined],
])('lets a call of %s pass', (_, navigator) => {
  vi.stubGlobal('navigator', navigator)
  onTestFinished(() => void vi.unstubAllGlobals())
  expect(() => checkOnline(api)).not.toThrow()
})

it('stops a call of a browser that is offline, unless it is to the same machine', () => {
  vi.stubGlobal('navigator', { onLine: false })
  onTestFinished(() => void vi.unstubAllGlobals())
  expect(() => checkOnline(api)).toThrow('the browser is offline (navigator.onLine is false)')
  expect(() => checkOnline(new URL('http://localhost:3000/'))).not.toThrow()
})
