import { expect, it } from 'vitest'
import { checkBaseUrl } from './checkBaseUrl.ts'

it.each([
  ['https://api.bando.cool', 'https://api.bando.cool/'],
  ['https://api.bando.cool/v1/', 'https://api.bando.cool/v1/'],
  [new URL('https://api.bando.cool/v1?x=1#here'), 'https://api.bando.cool/v1/'],
  ['http://localhost:4010', 'http://localhost:4010/'],
])('%s is %s', (given, href) => {
  expect(checkBaseUrl(given).href).toBe(href)
})

it.each([
  ['https://user@api.bando.cool', 'baseUrl: must hold no user name or password. Pass the token as `token`.'],
  [
    'https://:secret@api.bando.cool',
    'baseUrl: must hold no user name or password. Pass the token as `token`.',
  ],
  ['https://undefined/a?b', 'baseUrl: has a host that was not set. Found "https://undefined/a".'],
  ['http://api.bando.cool/v1', 'Found "http://api.bando.cool/v1". Write https://api.bando.cool.'],
  ['ftp://localhost?key=1', 'Found "ftp://localhost". Write https://api.bando.cool.'],
  ['https://a b?c\nd', 'such as https://api.bando.cool. Found "https://a b".'],
  ['https://user:secret@a b', 'Found "https://a b".'],
  ['localhost:4010/a', 'such as http://localhost:4010/a. Found "localhost:4010/a".'],
  ['shop.example:8080', 'such as https://shop.example:8080. Found "shop.example:8080".'],
  ['bando', 'such as https://api.bando.cool. Found "bando".'],
  ['//bando', 'Found "//bando".'],
  ['/bando', 'Found "/bando". A path works only in a page.'],
  [
    { href: 'https://api.bando.cool' },
    'baseUrl: needs an absolute URL, such as https://api.bando.cool. Found an object.',
  ],
])('%s is refused', (given, message) => {
  expect(() => checkBaseUrl(given as string)).toThrow(message)
})

it('says nothing of a page if it is no path', () => {
  expect(() => checkBaseUrl('//bando')).toThrow(/Found "\/\/bando"\.$/)
})
