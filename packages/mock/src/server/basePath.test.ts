import { expect, test } from 'vitest'
import { answerBelow, checkedBasePath, pathBelow } from './basePath.ts'

test.each([
  ['', ''],
  ['/', ''],
  ['/bando', '/bando'],
  ['/proxy/bando/', '/proxy/bando'],
])('the base path %j is %j', (given, path) => expect(checkedBasePath(given)).toBe(path))

test.each(['bando', '//host', '/a?b', '/a#b', '/a b'])('%j is no base path', (given) => {
  expect(() => checkedBasePath(given)).toThrow(`must be a path, but "${given}" was given`)
})

test.each([
  ['/bando', '/bando/coolness', '/coolness'],
  ['/bando', '/bando/', '/'],
  ['/bando', '/bando', '/'],
  ['/bando', '/bandoleer', undefined],
  ['/bando', '/coolness', undefined],
  ['', '/coolness', '/coolness'],
])('below %j, %j is %j', (base, path, below) => expect(pathBelow(base, path)).toBe(below))

test.each([
  ['/new/', '/bando/new/'],
  ['//elsewhere.example/', '//elsewhere.example/'],
  ['https://elsewhere.example/', 'https://elsewhere.example/'],
  ['new/', 'new/'],
])('the Location %s is sent as %s', (Location, sent) => {
  expect(answerBelow('/bando', { status: 301, headers: { Location }, body: null }).headers).toEqual({
    Location: sent,
  })
})
