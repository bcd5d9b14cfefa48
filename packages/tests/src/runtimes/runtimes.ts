import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchBrowser } from '@bando/browser'
import type { Outcomes, Places } from './suite.ts'
import { withWorkerd } from './withWorkerd.ts'

const here = new URL('.', import.meta.url)

/** Plays every scenario on one runtime. */
export type Play = (places: Places) => Promise<Outcomes>

/** Node from `binary`, if there is one, with the package in one of its forms. */
export function inNode(binary: string | undefined, form: 'import' | 'require'): Play | undefined {
  if (binary === undefined) return undefined
  return async (places) => {
    const args = ['dist/inNode.js', form, JSON.stringify(places)]
    const { stdout } = await promisify(execFile)(binary, args, { cwd: here, env: {} })
    return JSON.parse(stdout) as Outcomes
  }
}

/** An older Node, or `undefined` if there is none for this machine. */
export function olderNode(name: string): string | undefined {
  try {
    return createRequire(new URL('../../../nodes/package.json', here)).resolve(`${name}/bin/node`)
  } catch {
    return undefined
  }
}

export const inChromium: Play = async (places) => {
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  await page.addScriptTag({
    type: 'module',
    content: await readFile(new URL('dist/inBrowser.js', here), 'utf8'),
  })
  // A module runs some time after its tag was added.
  await page.waitForFunction(() => 'play' in globalThis)
  return await page.evaluate(
    (places) => (globalThis as unknown as { play: (places: unknown) => Promise<Outcomes> }).play(places),
    places,
  )
}

export const inWorkerd: Play = (places) =>
  withWorkerd(fileURLToPath(new URL('worker.capnp', here)), async (url) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(places) })
    return (await response.json()) as Outcomes
  })
