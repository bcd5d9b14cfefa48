import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import type { Browser } from 'playwright-core'
import { chromium as playwright } from 'playwright-core'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]

/** Lends a Chromium: that of `CHROME_PATH`, or the one that comes as a package, unpacked apart from whoever else unpacks it now. */
export async function withChromium<Value>(use: (browser: Browser) => Promise<Value>): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-chromium-'))
  try {
    const executablePath = process.env['CHROME_PATH'] ?? (await unpackInto(folder))
    await using browser = await playwright.launch({ executablePath, args })
    return await use(browser)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function unpackInto(folder: string): Promise<string> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    return await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
