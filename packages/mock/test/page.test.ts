import { createRequire } from 'node:module'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { serve } from './serve.ts'

let browser: Browser

beforeAll(async () => {
  const executablePath = process.env['CHROME_PATH'] ?? (await chromium.executablePath())
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync']
  browser = await playwright.launch({ executablePath, args: [...args, '--disable-background-networking'] })
}, 60_000)

afterAll(() => browser.close())

async function open(): Promise<Awaited<ReturnType<typeof serve>> & { page: Page }> {
  const served = await serve()
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
  onTestFinished(() => page.close())
  const failures: string[] = []
  page.on('pageerror', ({ message }) => failures.push(message))
  onTestFinished(() => expect(failures).toEqual([]))
  await page.goto(`${served.url}/_mock`)
  return { ...served, page }
}

test('shows budgets, lockouts and requests as they happen, and no token', async () => {
  const { page, token, statuses, mock } = await open()
  await statuses(30, { token })
  await statuses(6, { token: 'wrong' })
  await statuses(20)
  mock.faults.next({ status: 503 })
  await statuses(1)
  await page.getByText('70 of 100').waitFor()
  await page.getByText('locked for 15:00').waitFor()
  await page.getByText('51 served, 0 limited, 6 refused').waitFor()
  expect(await page.locator('#timeline li').count()).toBe(57)
  expect(await page.content()).not.toContain(token)
  const shot = process.env['BANDO_MOCK_SCREENSHOT']
  if (shot !== undefined) await page.screenshot({ path: shot, fullPage: true })
}, 30_000)

test('has no accessibility violation that axe knows', async () => {
  const { page, statuses } = await open()
  await statuses(6, { token: 'wrong' })
  await page.getByText('locked for').waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(await axeSource())
    const found = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`))',
    )
    expect(found).toEqual([])
  }
}, 30_000)

test('its buttons drive the mock', async () => {
  const { page, mock, token, statuses } = await open()
  const before = mock.clock.now()
  await page.getByRole('button', { name: 'Advance 1 h' }).click()
  await expect.poll(() => mock.clock.now() - before).toBe(3_600_000)
  await page
    .getByRole('button', { name: /^Spend 10 requests/ })
    .first()
    .click()
  await page.getByText('90 of 100').waitFor()
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Spend 10')
  await page.getByRole('button', { name: 'Issue a token' }).click()
  const issued = /bando_\w+/.exec(
    (await page.getByRole('status').getByText('bando_').textContent()) ?? '',
  )?.[0]
  expect(await statuses(1, { token: issued })).toEqual([200])
  await page.getByRole('button', { name: 'Fail the next request' }).click()
  await expect.poll(() => mock.faults.list().length).toBe(1)
  expect(await statuses(1)).toEqual([503])
  await page.getByLabel('Scenario').selectOption('outage')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect.poll(() => mock.faults.list().length).toBe(1)
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect.poll(() => mock.faults.list().length).toBe(0)
  await page
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click()
  await expect.poll(async () => statuses(1, { token })).toEqual([401])
}, 30_000)

async function axeSource(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}
