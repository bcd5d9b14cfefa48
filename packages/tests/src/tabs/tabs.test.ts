import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type * as Core from '@bando/core'
import type * as Testing from '@bando/core/testing'
import { storeConformance } from '@bando/core/testing'
import type * as Web from '@bando/core/web'
import { launchBrowser } from '@bando/browser'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import type { Page } from 'playwright-core'
import { build } from 'tsdown'
import { beforeAll, expect, it, onTestFinished } from 'vitest'

/** The functions in a tab's `globalThis`. */
interface Tab {
  readonly core: typeof Core
  readonly storeConformance: typeof Testing.storeConformance
  readonly SharedMemory: typeof Testing.SharedMemory
  readonly webStore: typeof Web.webStore
  bando: Core.Bando
}

const limit = { requests: 5, windowMs: 500 }
const here = new URL('.', import.meta.url)

beforeAll(async () => {
  await build({
    cwd: fileURLToPath(here),
    config: false,
    format: 'esm',
    fixedExtension: false,
    logLevel: 'error',
    entry: 'inTab.ts',
    platform: 'neutral',
    deps: { alwaysBundle: [/^@bando/] },
  })
})

interface Setting {
  readonly mock: Mock
  readonly token: string
  /** Opens another tab of the same browser, with its own client. */
  readonly open: (token: string) => Promise<Page>
  readonly reload: (tab: Page, token: string) => Promise<void>
}

async function inTabs(options: MockOptions, play: (setting: Setting) => Promise<void>): Promise<void> {
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const script = await readFile(new URL('dist/inTab.js', here), 'utf8')
  const begin = async (tab: Page, token: string): Promise<void> => {
    // A page of the API's own origin, as a database belongs to an origin.
    await tab.route(`${url}/tab`, (route) =>
      route.fulfill({ body: '<title>Tab</title>', contentType: 'text/html' }),
    )
    await tab.goto(`${url}/tab`)
    await tab.addScriptTag({ type: 'module', content: script })
    await tab.waitForFunction(() => 'webStore' in globalThis)
    await tab.evaluate(
      ([baseUrl, token, limit]) => {
        const tab = globalThis as unknown as Tab
        const store = tab.webStore()
        tab.bando = tab.core.createBando({ baseUrl, token, limit, store, maxWaitMs: Infinity })
      },
      [url, token, limit] as const,
    )
  }
  await using browser = await launchBrowser()
  const context = await browser.newContext()
  context.setDefaultTimeout(0)
  await play({
    mock,
    token: mock.tokens.issue(),
    async open(token) {
      const tab = await context.newPage()
      await begin(tab, token)
      return tab
    },
    reload: begin,
  })
}

/** Returns the result of each of `count` calls at once. */
function call(tab: Page, count: number): Promise<string[]> {
  return tab.evaluate((count) => {
    const { bando } = globalThis as unknown as Tab
    const calls = Array.from({ length: count }, (_, index) =>
      bando.get('/coolness', { query: { index }, dedupe: false }).then(
        () => 'served',
        (error: unknown) => (error as Core.BandoError).code,
      ),
    )
    return Promise.all(calls)
  }, count)
}

function statuses({ log }: Mock): number[] {
  return log.map(({ status }) => status)
}

it.each(['webStore', 'SharedMemory'] as const)('%s passes the conformance suite of stores', (store) =>
  inTabs({}, async ({ open, token }) => {
    const tab = await open(token)
    const results = await tab.evaluate(async (store) => {
      const { storeConformance, webStore, SharedMemory } = globalThis as unknown as Tab
      const results: string[] = []
      for (const storeCase of storeConformance) {
        const { name } = storeCase
        const memory = new SharedMemory()
        const member = () => (store === 'webStore' ? webStore(name) : memory.member())
        await storeCase.run(member).then(
          () => results.push(name),
          (error: unknown) => results.push(`${name}: ${String(error)}`),
        )
      }
      return results
    }, store)
    expect(results).toEqual(storeConformance.map(({ name }) => name))
  }),
)

it('two tabs share one budget', () =>
  inTabs({ limit, algorithm: 'sliding-log', headers: 'none' }, async ({ mock, open, token }) => {
    const [one, other] = [await open(token), await open(token)]
    const outcomes = await Promise.all([call(one, 8), call(other, 8)])
    expect(outcomes.flat()).toEqual(Array.from({ length: 16 }, () => 'served'))
    expect(statuses(mock)).toEqual(Array.from({ length: 16 }, () => 200))
  }))

it('two tabs share one credential status: an invalid token costs one request', () =>
  inTabs({ limit }, async ({ mock, open }) => {
    const [one, other] = [await open('bando_mistyped'), await open('bando_mistyped')]
    const outcomes = await Promise.all([call(one, 5), call(other, 5)])
    expect(outcomes.flat()).toEqual(Array.from({ length: 10 }, () => 'rejected'))
    expect(statuses(mock)).toEqual([401])
  }))

it('a reload forgets nothing', () =>
  inTabs({ limit: { requests: 5, windowMs: 3_600_000 } }, async ({ open, reload, token }) => {
    const tab = await open(token)
    await call(tab, 3)
    await reload(tab, token)
    await call(tab, 1)
    const remaining = await tab.evaluate(() => (globalThis as unknown as Tab).bando.state.limit.remaining)
    expect(remaining).toBe(1)
  }))

it('another tab may delete the database: the client yields, and writes back what it knows', () =>
  inTabs({ limit: { requests: 5, windowMs: 3_600_000 } }, async ({ open, token }) => {
    const [tab, other] = [await open(token), await open(token)]
    await call(tab, 3)
    const deleted = await other.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const request = indexedDB.deleteDatabase('bando')
          request.addEventListener('success', () => resolve('deleted'))
          request.addEventListener('error', () => resolve('failed'))
        }),
    )
    expect(deleted).toBe('deleted')
    await call(tab, 1)
    const remaining = await tab.evaluate(() => (globalThis as unknown as Tab).bando.state.limit.remaining)
    expect(remaining).toBe(1)
  }))

it('a third tab may block the database while another deletes it: waits end, and calls go on once it yields', () =>
  inTabs({ limit: { requests: 5, windowMs: 3_600_000 } }, async ({ open, token }) => {
    const [tab, other] = [await open(token), await open(token)]
    await call(tab, 1)
    // A connection that yields after that of the store, which is older.
    await tab.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('bando')
          request.addEventListener('success', () => {
            const yielded = new Promise<void>((done) => {
              request.result.addEventListener('versionchange', () => {
                request.result.close()
                done()
              })
            })
            Object.assign(globalThis, { yielded })
            resolve()
          })
        }),
    )
    // A page that does not yield, and one that waits for it to delete the database.
    await other.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('bando')
          request.addEventListener('success', () => {
            Object.assign(globalThis, { blocking: request.result })
            indexedDB.deleteDatabase('bando').addEventListener('blocked', () => resolve())
          })
        }),
    )
    const codes = await tab.evaluate(async () => {
      const { bando, yielded } = globalThis as unknown as Tab & { readonly yielded: Promise<void> }
      await yielded
      const controller = new AbortController()
      const waits = [{ maxWaitMs: 50 }, { deadlineMs: 50 }, { signal: controller.signal }].map((options) =>
        bando.get('/coolness', { dedupe: false, ...options }).then(
          () => 'served',
          (error: unknown) => (error as Core.BandoError).code ?? String(error),
        ),
      )
      controller.abort('aborted')
      return Promise.all(waits)
    })
    expect(codes).toEqual(['limit', 'timeout', 'aborted'])
    const waiting = call(tab, 1)
    await other.evaluate(() => (globalThis as unknown as { blocking: IDBDatabase }).blocking.close())
    expect(await waiting).toEqual(['served'])
  }))

it('another tab may upgrade the database: calls go on', () =>
  inTabs({ limit: { requests: 5, windowMs: 3_600_000 } }, async ({ open, token }) => {
    const [tab, other] = [await open(token), await open(token)]
    await call(tab, 2)
    const upgraded = await other.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const request = indexedDB.open('bando', 2)
          request.addEventListener('success', () => {
            request.result.close()
            resolve('upgraded')
          })
          request.addEventListener('error', () => resolve('failed'))
        }),
    )
    expect(upgraded).toBe('upgraded')
    expect(await call(tab, 1)).toEqual(['served'])
    const remaining = await tab.evaluate(() => (globalThis as unknown as Tab).bando.state.limit.remaining)
    expect(remaining).toBe(2)
  }))
