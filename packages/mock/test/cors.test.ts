import { launchBrowser } from '@bando/browser'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { serve } from './serve.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test.each(['include', 'same-origin', 'omit'] as const)(
  'a page of another origin reads answers with credentials: %s',
  async (credentials) => {
    const html = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    const { url: elsewhere } = await serve({ routes: { 'GET /page': html } })
    const { mock, url, token } = await serve({}, { basePath: '/bando' })
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(`${elsewhere}/page`)
    const read = await page.evaluate(
      async ([base, bearer, mode]) => {
        const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': 'one' }
        const init = { credentials: mode, headers }
        const served = await fetch(`${base}/coolness`, init)
        const refused = await fetch(`${base}/api/v1/quotes/`, { ...init, method: 'POST', body: '{}' })
        const moved = await fetch(`${base}/api/v1/networks`, init)
        return [served, refused, moved].map((response) => [
          response.status,
          response.headers.get('ratelimit'),
        ])
      },
      [url, token, credentials] as const,
    )
    expect(read).toEqual([
      [200, '"token";r=99;t=3600'],
      [400, '"token";r=98;t=3600'],
      [200, '"token";r=96;t=3600'],
    ])
    const counted = mock.log.filter((entry) => entry.counted).map(({ method, path }) => `${method} ${path}`)
    expect(counted).toEqual([
      'GET /coolness',
      'POST /api/v1/quotes/',
      'GET /api/v1/networks',
      'GET /api/v1/networks/',
    ])
    expect(mock.log.some(({ verdict }) => verdict === 'preflight')).toBe(true)
  },
)
