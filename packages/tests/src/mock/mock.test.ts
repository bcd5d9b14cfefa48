import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { launchBrowser } from '@bando/browser'
import { createMock } from '@bando/mock'
import { build, type InlineConfig } from 'tsdown'
import { beforeAll, describe, expect, it } from 'vitest'
import { withWorkerd } from '../runtimes/withWorkerd.ts'
import { askMock, expected } from './askMock.ts'

const here = new URL('.', import.meta.url)
const mswVersions = ['msw', 'msw2'] as const

const dist = new URL('dist/', here)

beforeAll(async () => {
  const shared: InlineConfig = {
    cwd: fileURLToPath(here),
    config: false,
    clean: false,
    format: 'esm',
    fixedExtension: false,
    logLevel: 'error',
    platform: 'browser',
    deps: { alwaysBundle: [/./], neverBundle: [/^node:/] },
  }
  await build({ ...shared, entry: 'inBrowser.ts' })
  for (const name of mswVersions) {
    await build({ ...shared, entry: { [`${name}InBrowser`]: 'mswInBrowser.ts' }, alias: { msw: name } })
  }
  await build({ ...shared, clean: true, entry: 'inWorker.ts', outDir: 'dist/worker' })
  await writeFile(new URL('worker/worker.capnp', dist), await workerConfig())
})

/** A worker with only these modules, without those of Node and without a network. */
async function workerConfig(): Promise<string> {
  const files = (await readdir(new URL('worker/', dist))).filter((name) => name.endsWith('.js'))
  const others = files.filter((name) => name !== 'inWorker.js')
  const modules = ['inWorker.js', ...others].map((name) => `(name = "${name}", esModule = embed "${name}")`)
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (modules = [${modules.join(', ')}], compatibilityDate = "2026-01-01");
`
}

describe('createMock().fetch answers alike', () => {
  it('in Node', async () => {
    expect(await askMock(createMock)).toEqual(expected)
  })

  it('in Chromium', async () => {
    await using site = await served()
    expect(await playIn(`${site.url}/inBrowser.html`)).toEqual(expected)
  })

  it('in workerd', async () => {
    const config = fileURLToPath(new URL('worker/worker.capnp', dist))
    const answered = await withWorkerd(config, async (url) => (await fetch(url)).json())
    expect(answered).toEqual(expected)
  })
})

describe.each(mswVersions)('@bando/mock/msw with the service worker of %s', (name) => {
  it('answers a page in Chromium', async () => {
    await using site = await served(createRequire(import.meta.url).resolve(`${name}/mockServiceWorker.js`))
    expect(await playIn(`${site.url}/${name}InBrowser.html`)).toEqual({
      body: { coolness: 100, of: 'bando' },
      statuses: [200, 429, 401, 401, 403],
      told: ['"token";r=0;t=1', '1'],
      broken: 'TypeError',
    })
  })
})

/** The value that a page's `play` resolves to. */
async function playIn(url: string): Promise<unknown> {
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  await page.goto(url)
  await page.waitForFunction('globalThis.play')
  return await page.evaluate('play()')
}

/** A site with a page for each bundle, and with MSW's service worker if one is given. */
async function served(serviceWorker?: string): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (path.endsWith('.html')) {
      response.setHeader('content-type', 'text/html')
      response.end(`<script type="module" src="${path.replace('.html', '.js')}"></script>`)
      return
    }
    const file = path === '/mockServiceWorker.js' ? serviceWorker : new URL(`.${path}`, dist)
    response.setHeader('content-type', 'text/javascript')
    readFile(file ?? '').then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
