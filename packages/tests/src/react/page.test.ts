import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launchBrowser, setOffline } from '@bando/browser'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'tsdown'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { InPage } from './inPage.tsx'

const here = new URL('.', import.meta.url)
const hourMs = 3_600_000
let browser: Browser

beforeAll(async () => {
  await build({
    cwd: fileURLToPath(here),
    config: false,
    format: 'esm',
    fixedExtension: false,
    logLevel: 'error',
    entry: 'inPage.tsx',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    deps: { alwaysBundle: [/./] },
  })
  browser = await launchBrowser()
})

afterAll(() => browser.close())

interface Tab {
  readonly page: Page
  readonly show: (cities: readonly string[], suspends?: boolean) => Promise<void>
  /** Waits until the page shows this text. */
  readonly shows: (text: string | RegExp) => Promise<void>
  readonly reload: () => Promise<void>
}

interface Setting {
  readonly mock: Mock
  readonly token: string
  readonly context: BrowserContext
  /** Opens a tab. With a time of its own, the test moves the tab's time by `page.clock`. */
  readonly open: (options?: { readonly hasOwnTime?: boolean }) => Promise<Tab>
}

/** A separate browser for each test. Its tabs have the API's own origin. */
async function setUp(limit: { requests: number; windowMs: number }): Promise<Setting> {
  const mock = createMock({ limit })
  const { url, close } = await mock.listen()
  const token = mock.tokens.issue()
  const script = await readFile(new URL('dist/inPage.js', here), 'utf8')
  const context = await browser.newContext()
  context.setDefaultTimeout(0)
  await context.route(`${url}/page`, (route) =>
    route.fulfill({ body: '<!doctype html><title>Page</title><body></body>', contentType: 'text/html' }),
  )
  onTestFinished(async () => {
    await context.close()
    await close()
  })
  return {
    mock,
    token,
    context,
    async open({ hasOwnTime = false } = {}) {
      const page = await context.newPage()
      if (hasOwnTime) await page.clock.install()
      const failures: string[] = []
      page.on('pageerror', ({ message }) => failures.push(message))
      onTestFinished(() => expect(failures).toEqual([]))
      const reload = async (): Promise<void> => {
        await page.goto(`${url}/page`)
        await page.addScriptTag({ type: 'module', content: script })
        await page.waitForFunction(() => 'inPage' in globalThis)
        await page.evaluate(
          (options) => (globalThis as unknown as { inPage: InPage }).inPage.start(options),
          {
            baseUrl: url,
            token,
            limit,
          },
        )
      }
      await reload()
      return {
        page,
        reload,
        shows: (text) => page.getByText(text).first().waitFor(),
        show: (cities, suspends) =>
          page.evaluate(
            ([cities, suspends]) =>
              (globalThis as unknown as { inPage: InPage }).inPage.show(cities, suspends),
            [cities, suspends] as const,
          ),
      }
    },
  }
}

/** Stops the time of a tab. */
async function stopTime(page: Page): Promise<void> {
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000))
}

const names = (count: number, prefix = 'city'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`)

const statuses = (mock: Mock): number[] =>
  mock.log.filter(({ method, path }) => method === 'GET' && path === '/coolness').map(({ status }) => status)

it('a burst: the budget allows some calls, and the rest show the reason and length of their wait', async () => {
  const { mock, open } = await setUp({ requests: 5, windowMs: hourMs })
  const { show, shows, page } = await open()
  await show(names(8))
  await shows('verified, 0 left, 3 waiting')
  await shows(/city 5: waits for limit, \d+/)
  await expect.poll(() => page.getByText(/city \d: \d+$/).count()).toBe(5)
  expect(statuses(mock)).toEqual([200, 200, 200, 200, 200])
})

it('a wait counts down each second, and the call is served at its end', async () => {
  const { mock, open } = await setUp({ requests: 2, windowMs: hourMs })
  const { show, page, shows } = await open({ hasOwnTime: true })
  await show(names(2))
  await shows('0 left, 0 waiting')
  await show(['late'])
  await shows(/late: waits for limit, \d+/)
  await stopTime(page)
  const text = await page.getByText(/late: waits/).textContent()
  const leftSeconds = Number(text?.split(', ')[1])
  for (const passed of [1, 2, 3]) {
    await page.clock.runFor(1000)
    await shows(`late: waits for limit, ${leftSeconds - passed}`)
  }
  mock.advance(hourMs)
  await page.clock.fastForward(hourMs)
  await page.clock.resume()
  await shows(/late: \d+$/)
  expect(statuses(mock)).toEqual([200, 200, 200])
})

it.each([
  ['components', false],
  ['suspended screens', true],
])('%s that are left give up their places, and are never sent for', async (_, suspends) => {
  const { mock, open } = await setUp({ requests: 2, windowMs: hourMs })
  const { show, shows, page } = await open({ hasOwnTime: true })
  await show(names(2))
  await shows('0 left, 0 waiting')
  // Both are served, so that neither is cancelled with its component.
  await expect.poll(() => statuses(mock)).toEqual([200, 200])
  await show(names(10, 'left'), suspends)
  await shows('0 left, 10 waiting')
  await stopTime(page)
  await show([])
  // Within the second that the README promises.
  for (let step = 0; step < 4; step += 1) await page.clock.runFor(250)
  await shows('0 left, 0 waiting')
  await expect.poll(() => statuses(mock)).toEqual([200, 200])
})

it('a bad token costs one request, and a good one recovers', async () => {
  const { mock, token, open } = await setUp({ requests: 100, windowMs: hourMs })
  mock.tokens.revoke(token)
  const { show, shows, page } = await open()
  await show(names(20))
  await shows(/^rejected/)
  await shows('city 19: rejected')
  expect(statuses(mock)).toEqual([401])
  await page.evaluate(
    (next) => (globalThis as unknown as { inPage: InPage }).inPage.setToken(next),
    mock.tokens.issue(),
  )
  await show([])
  await show(names(20))
  await shows(/city 19: \d+$/)
  await shows(/^verified/)
  expect(statuses(mock).filter((status) => status !== 200)).toEqual([401])
})

it('a reload remembers the budget before the first call', async () => {
  const { mock, open } = await setUp({ requests: 5, windowMs: hourMs })
  const { show, shows, reload } = await open()
  await show(names(3))
  // A request that a reload cancels may still be counted, so its permit would be held for long.
  for (const city of names(3)) await shows(new RegExp(`${city}: \\d+$`))
  await reload()
  await shows('2 left')
  await show(names(4, 'again'))
  await shows('0 left, 2 waiting')
  await expect.poll(() => statuses(mock)).toHaveLength(5)
})

it('two tabs share one budget and one status', async () => {
  const { mock, open } = await setUp({ requests: 6, windowMs: hourMs })
  const [one, other] = [await open(), await open()]
  await one.show(names(3))
  await one.shows('3 left, 0 waiting')
  await other.shows('3 left, 0 waiting')
  await other.show(names(5, 'other'))
  await other.shows('0 left, 2 waiting')
  await one.shows('0 left')
  await expect.poll(() => statuses(mock)).toHaveLength(6)
})

it('no budget is spent while the browser is offline, and all calls are served when it is online', async () => {
  const { mock, open } = await setUp({ requests: 5, windowMs: hourMs })
  const { show, shows, page } = await open()
  await show(['before'])
  await shows(/before: \d+$/)
  await setOffline(page, true)
  await show(['before', ...names(3)])
  await shows('city 2: paused')
  await shows('4 left, 0 waiting')
  expect(statuses(mock)).toHaveLength(1)
  await setOffline(page, false)
  await shows(/city 2: \d+$/)
  await shows('0 left')
  // Permits are taken before the responses come.
  await expect.poll(() => statuses(mock)).toEqual([200, 200, 200, 200, 200])
})

it('the page continues within the budget after its site data is cleared', async () => {
  const { mock, context, open } = await setUp({ requests: 5, windowMs: hourMs })
  const { show, shows, page } = await open()
  await show(names(3))
  for (const city of names(3)) await shows(new RegExp(`${city}: \\d+$`))
  const session = await context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(page.url()).origin,
    storageTypes: 'all',
  })
  await show(names(8))
  await shows(/city 7: (waits for|store|\w+Error)/)
  expect(await page.getByText(/city \d: (store|\w+Error)/).count()).toBe(0)
  expect(statuses(mock).length).toBeLessThanOrEqual(5)
  expect(statuses(mock).filter((status) => status !== 200)).toEqual([])
})
