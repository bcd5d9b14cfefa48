import { expect, it } from 'vitest'
import { withBody } from './withBody.ts'

/** A response as `fetch` gives it, which no constructor makes: with a URL and any status. */
function fetched(status: number, statusText: string, headers: Record<string, string> = {}): Response {
  return Object.defineProperties(new Response(null, { headers }), {
    status: { value: status },
    statusText: { value: statusText },
    url: { value: 'https://api.bando.cool/a' },
    type: { value: 'basic' },
    redirected: { value: false },
  })
}

it.each<[number, string, boolean]>([
  [199, 'Early', false],
  [200, 'OK', true],
  [299, 'Fine', true],
  [300, 'Multiple', false],
  [599, 'Last', false],
  [600, 'Beyond', false],
  [200, 'año', true],
  [200, 'snow ☃', true],
])('a response %i %s keeps all that it says of itself, with another body', async (status, statusText, ok) => {
  const response = fetched(status, statusText, { 'x-a': '1' })
  const copy = withBody(response, 'body')
  const clone = copy.clone()
  for (const same of [copy, clone]) {
    expect(same).toMatchObject({
      status,
      statusText,
      ok,
      url: 'https://api.bando.cool/a',
      type: 'basic',
      redirected: false,
    })
    expect([...same.headers]).toEqual([['x-a', '1']])
    expect(await same.text()).toBe('body')
  }
  expect(copy.headers).toBe(response.headers)
  expect(clone.headers).not.toBe(response.headers)
})

it.each([
  [200, 'OK', 200],
  [599, 'Last', 599],
  [599, 'año\t', 599],
  [199, 'Early', 200],
  [600, 'Beyond', 200],
  [404, 'snow ☃', 200],
])('a response %i %s is one to the platform, too, as far as a constructor takes it', (status, text, slot) => {
  const copy = withBody(fetched(status, text, { 'x-a': '1' }), 'body')
  // A service worker that passes it on sees what is behind the properties, as `clone` does.
  const behind = Response.prototype.clone.call(copy)
  expect([behind.status, behind.headers.get('x-a')]).toEqual([slot, '1'])
})

it.each([101, 103, 204, 205, 304])('a response %i has no body', (status) => {
  expect(withBody(fetched(status, ''), 'body').body).toBeNull()
})

it('a response says that it was redirected, and is of another type, if it is told so', () => {
  const copy = withBody(fetched(200, 'OK'), 'body', { isRedirected: true, type: 'cors' })
  expect(copy).toMatchObject({ redirected: true, type: 'cors' })
  expect(copy.clone()).toMatchObject({ redirected: true, type: 'cors' })
})
