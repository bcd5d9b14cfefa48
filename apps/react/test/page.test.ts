import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { startApp } from '@bando/app-nest'
import { servePage } from '@bando/app-react'
import { launchBrowser } from '@bando/browser'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

/** Where to put pictures of the page, to be looked at. */
const shots = process.env['BANDO_SCREENSHOTS']
const badToken = 'bando_mistyped'

let browser: Browser

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser.close())

interface Opened {
  readonly mock: Mock
  readonly page: Page
  readonly token: string
  /** Waits until the page shows `text` there. */
  readonly shows: (id: string, text: string) => Promise<void>
  readonly picture: (name: string) => Promise<void>
}

async function open({
  requests = 20,
  windowMs = 2000,
  maxWaitMs,
}: { requests?: number; windowMs?: number; maxWaitMs?: number } = {}): Promise<Opened> {
  const mock = createMock({ limit: { requests, windowMs } })
  const token = mock.tokens.issue()
  const api = await mock.listen()
  const served = await servePage({ apiUrl: api.url, token, badToken, maxWaitMs })
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } })
  page.setDefaultTimeout(0)
  const failures: string[] = []
  page.on('pageerror', ({ message }) => failures.push(message))
  onTestFinished(async () => {
    await page.close()
    await served.close()
    await api.close()
    expect(failures).toEqual([])
  })
  await page.goto(served.url)
  return {
    mock,
    page,
    token,
    shows: (id, text) => page.locator(`[data-testid=${id}]:text-is("${text}")`).waitFor(),
    picture: async (name) => {
      if (shots === undefined) return
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `${shots}/${name}-${colorScheme}.png` })
      }
    },
  }
}

/** Notes in the page whatever it shows as waiting, however short. */
const noteWaiting = `{
  window.waiting = []
  const shown = document.querySelector('[data-testid=waiting]')
  const note = () => window.waiting.push(Number(shown.textContent))
  new MutationObserver(note).observe(shown, { subtree: true, childList: true, characterData: true })
}`

/** What axe finds wrong with the page, light and dark. */
async function violations(page: Page): Promise<unknown> {
  const found: unknown[] = []
  await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const run =
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`))'
    found.push(...(await page.evaluate<unknown[]>(run)))
  }
  return found
}

const statuses = (mock: Mock): number[] =>
  mock.log.filter(({ method }) => method === 'GET').map(({ status }) => status)

test('one request is served, and shown', async () => {
  const { page, mock, shows, picture } = await open({ windowMs: 3_600_000 })
  await shows('coolness', '?')
  await picture('empty')
  await page.getByTestId('one').click()
  await shows('coolness', '100')
  await shows('served', '1')
  await shows('status', 'verified')
  await shows('remaining', '19')
  await picture('served')
  expect(statuses(mock)).toEqual([200])
})

test('twenty-one at once wait for the window, and none is refused', async () => {
  const { page, mock, shows } = await open()
  await page.getByTestId('one').waitFor()
  await page.evaluate(noteWaiting)
  // Clicks in one task, so that all calls are made before the first permit returns at any speed.
  await page.evaluate(
    `for (const id of ['twenty', 'one']) document.querySelector(\`[data-testid=\${id}]\`).click()`,
  )
  await shows('served', '21')
  await shows('refused', '0')
  await shows('waiting', '0')
  expect(await page.evaluate('window.waiting.some((waiting) => waiting > 0)')).toBe(true)
  expect(statuses(mock)).toEqual(Array.from({ length: 21 }, () => 200))
})

test('a bad token costs one request, and the good one recovers', async () => {
  const { page, mock, shows, picture } = await open()
  await page.getByTestId('one').click()
  await shows('served', '1')
  await page.getByTestId('bad-token').click()
  await shows('status', 'rejected')
  await shows('refused', '5')
  expect(await page.getByTestId('error').textContent()).toMatch(/rejected.*401/)
  await page.getByTestId('one').click()
  await shows('refused', '6')
  await picture('rejected')
  expect(statuses(mock)).toEqual([200, 401])

  await page.getByTestId('good-token').click()
  await shows('served', '2')
  await shows('status', 'verified')
  expect(await page.getByTestId('error').count()).toBe(0)
  expect(statuses(mock)).toEqual([200, 401, 200])
})

test('shows a lockout that another caller caused, with its end', async () => {
  const { page, mock, shows, picture } = await open()
  mock.lock({ address: '127.0.0.1' })
  await page.getByTestId('one').click()
  await shows('status', 'locked')
  await shows('refused', '1')
  await page.getByText(/Next try in \d+:\d\d min/).waitFor()
  await picture('locked')
})

test('works by keyboard, and has no accessibility violation that axe knows', async () => {
  const { page, shows, picture } = await open({ requests: 100, windowMs: 3_600_000 })
  await page.getByTestId('one').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await shows('served', '1')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await shows('status', 'rejected')
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 800 })
  await picture('phone')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
})

test('holds the tokens nowhere in the page', async () => {
  const { page, token, shows } = await open()
  await page.getByTestId('one').click()
  await shows('served', '1')
  await page.getByTestId('bad-token').click()
  await shows('refused', '5')
  const content = await page.content()
  expect(content).not.toContain(token)
  expect(content).not.toContain(badToken)
})

test('the devtools show what happens, by keyboard too, and axe finds nothing wrong with them', async () => {
  const { page, shows, picture } = await open({ windowMs: 3_600_000, maxWaitMs: 2 * 3_600_000 })
  await page.getByTestId('one').click()
  await shows('served', '1')
  await page.getByTestId('twenty').click()
  await shows('served', '20')
  await picture('waiting')
  const toggle = page.getByRole('button', { name: /Bando devtools: 0 of 20 requests left, 1 waiting/ })
  await toggle.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Bando devtools' })
  await panel.locator('dl').getByText('20 per 1:00:00 h').waitFor()
  await panel.getByText(/1 waiting for/).waitFor()
  expect(await panel.locator('.calls li').count()).toBe(1)
  expect(await panel.locator('tbody tr').count()).toBe(20)
  expect(await panel.locator('.timeline .request').count()).toBe(20)
  expect(await violations(page)).toEqual([])
  await picture('devtools')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  expect(await toggle.evaluate((button) => button.matches(':focus'))).toBe(true)
})

test.each(['locked', 'empty'])('axe finds nothing wrong where the page is %s', async (state) => {
  const { page, mock, shows } = await open()
  if (state === 'locked') {
    mock.lock({ address: '127.0.0.1' })
    await page.getByTestId('one').click()
    await shows('status', 'locked')
  }
  await page.getByTestId('one').waitFor()
  expect(await violations(page)).toEqual([])
})

test('through the Nest sample app: it shows the budget, and has no token', async () => {
  const mock = createMock({ limit: { requests: 20, windowMs: 3_600_000 } })
  const token = mock.tokens.issue()
  const api = await mock.listen()
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const nest = await startApp({ BANDO_URL: api.url, BANDO_TOKEN: token, PORT: '0', PAGE_ORIGIN: origin })
  const served = await servePage({
    apiUrl: `${nest.url.replace('[::1]', '127.0.0.1')}/bando`,
    badToken,
    port,
  })
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } })
  page.setDefaultTimeout(0)
  const headers: Promise<unknown>[] = []
  page.on('request', (request) => headers.push(Promise.resolve(request.headers())))
  page.on('response', (response) => headers.push(response.allHeaders()))
  onTestFinished(async () => {
    await Promise.allSettled(headers)
    await page.close()
    await served.close()
    await nest.close()
    await api.close()
  })
  await page.goto(served.url)
  await page.getByTestId('one').click()
  await page.locator('[data-testid=status]:text-is("anonymous")').waitFor()
  await page.locator('[data-testid=remaining]:text-is("19")').waitFor()
  expect(await page.getByTestId('bad-token').count()).toBe(0)
  await page.getByTestId('twenty').click()
  await page.locator('[data-testid=remaining]:text-is("0")').waitFor()
  await page.locator('[data-testid=refused]:text-is("1")').waitFor()
  await page.locator('[data-testid=served]:text-is("20")').waitFor()
  expect(mock.log.map(({ verdict }) => verdict)).toEqual(Array(20).fill('served'))
  const seen = JSON.stringify(await Promise.all(headers))
  expect(seen).toContain('ratelimit')
  expect(seen).not.toContain(token)
})
