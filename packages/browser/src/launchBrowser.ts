import type { Browser } from 'playwright-core'
import { chromium as playwright } from 'playwright-core'
import { unpackChromium } from './unpackChromium.ts'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a headless Chromium, without a time-out: the one at `CHROME_PATH`, or the one from a
 * package.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? (await unpackChromium())
  return playwright.launch({ executablePath, args, timeout: 0 })
}
