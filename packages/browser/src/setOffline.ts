import type { Page } from 'playwright-core'

/**
 * Disconnects the page's browser context, or connects it again. Resolves once the page's own
 * listeners have been notified, which may be later than the browser.
 */
export async function setOffline(page: Page, isOffline: boolean): Promise<void> {
  const event = isOffline ? 'offline' : 'online'
  await page.evaluate(`globalThis.lastEvent = undefined
    addEventListener('${event}', () => { globalThis.lastEvent = '${event}' }, { once: true })`)
  await page.context().setOffline(isOffline)
  await page.waitForFunction(`globalThis.lastEvent === '${event}'`)
}
