import { expect, it } from 'vitest'
import type { RequestContext } from './fetchUrl.ts'
import { fetchUrl } from './fetchUrl.ts'

const context = {
  settings: { baseUrl: new URL('https://api.bando.cool/') },
  credentials: { redact: (text: string) => text.replace('bando_secret', '<token>') },
} as unknown as RequestContext

it.each([
  ['/a?b=c', 'https://api.bando.cool/a?b=c'],
  ['https://other.example/', 'https://other.example/'],
  [new URL('https://api.bando.cool/b'), 'https://api.bando.cool/b'],
])('%s is %s', (input, href) => {
  expect(fetchUrl(context, input).href).toBe(href)
})

it('what is not a URL is shown without its query and without the token', () => {
  expect(() => fetchUrl(context, 'https://bando_secret:x?key=1')).toThrow(
    'fetch: needs a path, or a URL of https://api.bando.cool. Found "https://<token>:x".',
  )
})

it.each(['https://user@api.bando.cool/', 'https://:secret@api.bando.cool/'])('%s is refused', (input) => {
  expect(() => fetchUrl(context, input)).toThrow(
    'fetch: the URL must hold no user name or password. Pass the token as `token`: the client writes the header.',
  )
})
