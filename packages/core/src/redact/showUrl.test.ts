import { expect, it } from 'vitest'
import { showUrl } from './showUrl.ts'

const redact = (text: string): string => text.replaceAll('bando_secret', '<token>')

it('shows the origin and the path of a URL, and leaves out its user, query and fragment', () => {
  const url = new URL('https://me:word@a.example:8443/v1/items?key=bando_secret#part')
  expect(showUrl(url, redact)).toBe('https://a.example:8443/v1/items')
})

it.each([
  ['path', 'https://a.example/v1/bando_secret/items', 'https://a.example/v1/<token>/items'],
  ['host', 'https://bando_secret.example/v1', 'https://<token>.example/v1'],
])('shows no token in the %s of a URL', (_, url, shown) => {
  expect(showUrl(new URL(url), redact)).toBe(shown)
})
