import { fileURLToPath } from 'node:url'
import { launchBrowser } from '@bando/browser'
import { build } from 'esbuild'
import type { Sample } from '../frame/Benchmark.ts'
import type { PageSetting } from './inPage.ts'

// An origin to which a database can belong.
const url = 'http://localhost/bench'

/** Measures some settings, one after another, in a page of a fresh browser. */
export async function inChromium(settings: Readonly<Record<string, PageSetting>>): Promise<Sample> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('inPage.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(0)
    await page.route(url, (route) =>
      route.fulfill({ body: '<title>Bench</title>', contentType: 'text/html' }),
    )
    await page.goto(url)
    await page.addScriptTag({ type: 'module', content: outputFiles[0]?.text ?? '' })
    await page.waitForFunction(() => 'costInPage' in globalThis)
    const found: Record<string, number> = {}
    for (const [key, setting] of Object.entries(settings))
      found[key] = await page.evaluate(
        (setting) => (globalThis as unknown as Page).costInPage(setting),
        setting,
      )
    return found
  } finally {
    await browser.close()
  }
}

interface Page {
  costInPage(setting: PageSetting): Promise<number>
}
