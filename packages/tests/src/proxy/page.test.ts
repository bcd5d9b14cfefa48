import 'reflect-metadata'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { launchBrowser, setOffline } from '@bando/browser'
import { createMock } from '@bando/mock'
import type { Mock } from '@bando/mock'
import { BandoModule, BandoProxyModule } from '@bando/nest'
import { NestFactory } from '@nestjs/core'
import type { Browser, Page } from 'playwright-core'
import { build } from 'tsdown'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { InPage } from '../react/inPage.tsx'

const here = fileURLToPath(new URL('../react/', import.meta.url))
const outDir = fileURLToPath(new URL('dist/', import.meta.url))
let browser: Browser

beforeAll(async () => {
  await build({
    cwd: here,
    config: false,
    format: 'esm',
    fixedExtension: false,
    logLevel: 'error',
    entry: 'inPage.tsx',
    outDir,
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    deps: { alwaysBundle: [/./] },
  })
  browser = await launchBrowser()
})

afterAll(() => browser.close())

/** The React page, a Nest application that holds the token, and the mock behind it. */
async function setUp(perUser: number): Promise<{
  mock: Mock
  page: Page
  seen: string[]
  show: (cities: readonly string[]) => Promise<void>
  shows: (text: string | RegExp) => Promise<void>
}> {
  const mock = createMock()
  const api = await mock.listen()
  const token = mock.tokens.issue()
  const proxy = BandoProxyModule.forRoot({
    path: 'bando',
    allow: ['GET /coolness'],
    userOf: ({ headers }) => headers['user-agent'] as string,
    perUser: { limit: { requests: perUser, windowMs: 3_600_000 } },
  })
  class AppModule {}
  const module = {
    module: AppModule,
    imports: [BandoModule.forRoot({ token, baseUrl: api.url, isGlobal: true }), proxy],
  }
  const app = await NestFactory.create(module, { logger: false })
  await app.listen(0, '127.0.0.1')
  const { port } = app.getHttpServer().address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const context = await browser.newContext()
  context.setDefaultTimeout(0)
  await context.route(`${url}/page`, (route) =>
    route.fulfill({ body: '<!doctype html><title>Page</title><body></body>', contentType: 'text/html' }),
  )
  onTestFinished(async () => {
    await context.close()
    await app.close()
    await api.close()
  })
  const page = await context.newPage()
  // Everything that the page's network panel shows.
  const seen: string[] = []
  const failures: string[] = []
  page.on('pageerror', ({ message }) => failures.push(message))
  page.on('request', (request) => seen.push(request.url(), JSON.stringify(request.headers())))
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    const read = async (): Promise<void> => {
      seen.push(JSON.stringify(await response.allHeaders()))
      seen.push(await response.text().catch(() => ''))
    }
    reading.push(read())
  })
  onTestFinished(async () => {
    await Promise.allSettled(reading)
    expect(failures).toEqual([])
    expect(seen.join('\n')).not.toContain(token)
  })
  await page.goto(`${url}/page`)
  await page.addScriptTag({ type: 'module', content: await readFile(`${outDir}inPage.js`, 'utf8') })
  await page.waitForFunction(() => 'inPage' in globalThis)
  await page.evaluate(() =>
    (globalThis as unknown as { inPage: InPage }).inPage.start({ baseUrl: '/bando', maxInFlight: 10 }),
  )
  return {
    mock,
    page,
    seen,
    shows: (text) => page.getByText(text).first().waitFor(),
    show: (cities) =>
      page.evaluate(
        (cities) => (globalThis as unknown as { inPage: InPage }).inPage.show(cities),
        [...cities],
      ),
  }
}

const names = (count: number, prefix = 'city'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`)

it('a burst through Nest: the page shows the share of its user, waits for it, and never has the token', async () => {
  const { mock, page, seen, show, shows } = await setUp(5)
  await show(names(8))
  await shows('anonymous, 0 left, 3 waiting')
  await shows(/city [567]: waits for (limit|server), \d+/)
  await expect.poll(() => page.getByText(/city \d: \d+$/).count()).toBe(5)
  expect(mock.log.map(({ verdict }) => verdict)).toEqual(Array(5).fill('served'))
  await expect.poll(() => seen.join('\n')).toMatch(/"ratelimit":"\\"user\\";r=0/)
  expect(seen.join('\n')).not.toMatch(/authorization/i)
})

it('offline: nothing is sent, nothing is spent, and the page goes on when it is back', async () => {
  const { mock, page, show, shows } = await setUp(5)
  await show(names(1))
  await shows(/city 0: \d+$/)
  await shows('anonymous, 4 left, 0 waiting')
  await setOffline(page, true)
  await show(names(3, 'late'))
  await shows('late 2: paused')
  expect(mock.log.length).toBe(1)
  await setOffline(page, false)
  for (const city of names(3, 'late')) await shows(new RegExp(`${city}: \\d+$`))
  await shows('anonymous, 1 left, 0 waiting')
  expect(mock.log.map(({ verdict }) => verdict)).toEqual(Array(4).fill('served'))
})
