import chromium from '@sparticuz/chromium'
import type { Browser } from 'playwright-core'
import { chromium as playwright } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a headless Chromium: the one at `CHROME_PATH`, or, on Linux, the one from the packages.
 * @throws Error if none starts
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? (await chromium.executablePath())
  try {
    return await playwright.launch({ executablePath, args: flags, headless: true })
  } catch (cause) {
    throw new Error(`No Chromium starts at ${executablePath}. Let CHROME_PATH name one that does.`, { cause })
  }
}
