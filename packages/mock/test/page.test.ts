import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { launchBrowser } from '@bando/browser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serve } from './serve.ts'

let browser: Browser
let axe: string

beforeAll(async () => {
  browser = await launchBrowser()
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
})

afterAll(() => browser.close())

type Opened = Awaited<ReturnType<typeof serve>> & { readonly page: Page }

async function open(): Promise<Opened> {
  const served = await serve()
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
  onTestFinished(() => page.close())
  page.setDefaultTimeout(0)
  const failures: string[] = []
  page.on('pageerror', ({ message }) => failures.push(message))
  onTestFinished(() => expect(failures).toEqual([]))
  await page.goto(`${served.url}/_mock`)
  await page.getByText('live', { exact: true }).waitFor()
  return { ...served, page }
}

/** Some of everything: budgets spent, answers of every kind over half an hour, a fault in force. */
async function makeBusy({ mock, token, statuses, ask }: Opened): Promise<void> {
  mock.tokens.issue({ owner: 'partner', limit: { requests: 1000, windowMs: 3_600_000 } })
  const revoked = mock.tokens.issue({ owner: 'former partner', status: 'revoked' })
  for (let minute = 0; minute < 10; minute++) {
    await statuses((minute % 4) * 3, { token })
    await statuses(minute % 3)
    mock.advance(180_000)
  }
  await statuses(70, { token })
  await statuses(2, { token: revoked })
  mock.faults.next({ status: 503 })
  await statuses(1)
  mock.faults.next({ breakage: 'reset-after' })
  await ask('/api/v1/networks/').catch(() => {})
  await ask('/api/v1/products/grouped/?limit=2', { headers: { prefer: 'code=404' } })
  mock.faults.add({ path: '/api/*', delayMs: 0, probability: 0.1 })
}

const states: Readonly<Record<string, (opened: Opened) => Promise<unknown>>> = {
  empty: async ({ mock, page }) => {
    // The token that came with it is the only caller.
    mock.reset()
    await page.getByText('No request yet.').waitFor()
  },
  busy: async (opened) => {
    await makeBusy(opened)
    await opened.page.getByText('1 lost').waitFor()
  },
  locked: async ({ mock, page, statuses }) => {
    await statuses(6, { token: 'wrong' })
    mock.lock({ owner: 'partner' })
    await page.getByText('locked for 15:00').nth(1).waitFor()
  },
  disconnected: async (opened) => {
    await makeBusy(opened)
    await opened.page.getByText('1 lost').waitFor()
    await opened.close()
    await opened.page.getByRole('alert').getByText('does not respond').waitFor()
  },
}

describe.each(Object.entries(states))('%s', (state, enter) => {
  test('the page has no violation that axe finds, and fits the window: wide and narrow, light and dark', async () => {
    const opened = await open()
    const { page } = opened
    await enter(opened)
    await page.evaluate(axe)
    for (const width of [1200, 390]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect([width, colorScheme, await violations(page)]).toEqual([width, colorScheme, []])
        await shoot(page, `${state}-${width}-${colorScheme}`)
      }
    }
  })
})

test('shows budgets, lockouts and requests as they happen, and no token', async () => {
  const { page, token, statuses, mock } = await open()
  await statuses(30, { token })
  await statuses(6, { token: 'wrong' })
  await statuses(20)
  mock.faults.next({ status: 503 })
  await statuses(1)
  await page.getByText('70 of 100').waitFor()
  await page.getByText('locked for 15:00').waitFor()
  await page.getByText('50 served').waitFor()
  await page.getByText('6 refused').waitFor()
  await page.getByText('1 failed', { exact: true }).waitFor()
  expect(await page.locator('#journal tr').count()).toBe(57)
  mock.advance(60_000)
  await page.getByText('locked for 14:00').waitFor()
  await page.getByText('whole in 59:00').first().waitFor()
  expect(await page.content()).not.toContain(token)
})

test('a request is copied as a curl command with $BANDO_TOKEN as the token', async () => {
  const { page, ask, token, url } = await open()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ask("/it's", { token })
  await page.getByRole('button', { name: 'Copy as curl: request 1' }).click()
  await page.getByRole('status').getByText('Copied: curl').waitFor()
  const copied = await page.evaluate('navigator.clipboard.readText()')
  expect(copied).toBe(
    String.raw`curl --globoff --path-as-is -H "Authorization: Bearer $BANDO_TOKEN" '${url}/it'\''s'`,
  )
})

describe('one click', () => {
  test('advances and stops time', async () => {
    const { page, mock } = await open()
    const before = mock.clock.now()
    await page.getByRole('button', { name: 'Advance 1 h' }).click()
    await expect.poll(() => mock.clock.now() - before).toBe(3_600_000)
    await page.getByText('stands still').waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await expect.poll(() => mock.clock.frozen).toBe(false)
    await page.getByRole('button', { name: 'Freeze' }).click()
    await expect.poll(() => mock.clock.frozen).toBe(true)
  })

  test('spends, locks, unlocks and revokes, and keeps the focus', async () => {
    const { page, mock, token, statuses } = await open()
    await page.getByRole('button', { name: /^Spend 10 requests/ }).click()
    await page.getByText('90 of 100').waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Spend 10')
    await page.getByRole('button', { name: /^Lock / }).click()
    await page.getByText('locked for 15:00').waitFor()
    await page.getByRole('button', { name: /^Clear the lock/ }).click()
    await page.getByText('Nothing is locked.').waitFor()
    await page.getByRole('button', { name: /^Revoke/ }).click()
    await page.getByText('revoked', { exact: true }).waitFor()
    expect(await statuses(1, { token })).toEqual([401])
    expect(mock.state.lockouts).toMatchObject([{ failures: 1 }, { failures: 1 }])
  })

  test('issues a token, which is shown once', async () => {
    const { page, statuses } = await open()
    await page.getByRole('button', { name: 'Issue a token' }).click()
    const said = (await page.getByRole('status').getByText('bando_').textContent()) ?? ''
    expect(await statuses(1, { token: /bando_\w+/.exec(said)?.[0] })).toEqual([200])
  })

  test('adds a fault, and removes it', async () => {
    const { page, mock, statuses } = await open()
    mock.faults.add({ status: 500 })
    await page.getByRole('button', { name: 'Inject' }).click()
    await page.getByText('the next, played 0×').waitFor()
    expect(await statuses(2)).toEqual([503, 500])
    await page.getByRole('button', { name: /^Remove fault .*500/ }).click()
    await page.getByText('There are no faults.').waitFor()
    await page.getByLabel('Goes wrong').selectOption('half an answer')
    await page.getByLabel('Which').selectOption('every second request')
    await page.getByRole('button', { name: 'Inject' }).click()
    await expect.poll(() => mock.faults.list()).toMatchObject([{ fault: { breakage: 'half', nth: 2 } }])
    await page.getByRole('button', { name: /^Remove fault .*half/ }).click()
    await page.getByText('There are no faults.').waitFor()
  })

  test('plays a scenario, and resets', async () => {
    const { page, mock, statuses } = await open()
    await page.getByLabel('Scenario').selectOption('rolled-token')
    await page.getByRole('button', { name: 'Play' }).click()
    const said = (await page.getByRole('status').getByText('bando_').textContent()) ?? ''
    expect(await statuses(1, { token: /bando_\w+/.exec(said)?.[0] })).toEqual([200])
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => mock.log).toEqual([])
  })

  test('that is refused shows the reason', async () => {
    const { page, mock } = await open()
    mock.configure({ lockout: false })
    await page.getByRole('button', { name: /^Lock / }).click()
    await page.getByRole('status').getByText('no lockout').waitFor()
  })
})

test('the page reconnects to a restarted mock', async () => {
  const { page, close, port, mock } = await open()
  await close()
  await page.getByText('disconnected').waitFor()
  expect(await page.getByRole('button', { name: 'Reset' }).isDisabled()).toBe(true)
  const { close: closeAgain } = await mock.listen({ port })
  onTestFinished(closeAgain)
  await page.getByText('live', { exact: true }).waitFor()
  expect(await page.getByRole('alert').textContent()).toBe('')
})

async function violations(page: Page): Promise<unknown> {
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`))',
  )
}

/** For eyes: only where a folder is named for it. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['BANDO_MOCK_SCREENSHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
