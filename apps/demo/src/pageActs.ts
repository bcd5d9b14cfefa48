import type { Browser, Page } from 'playwright-core'
import type { Act } from './acts.ts'
import { count, locked } from './acts.ts'
import { hold } from './hold.ts'

/** Uses the React page in a browser, as a person would. */
export function pageActs(browser: Browser): Act[] {
  let page: Page
  const click = (name: string): Promise<void> => page.getByTestId(name).click()
  const shows = async (name: string, text: RegExp): Promise<string> => {
    const element = page.getByTestId(name).filter({ hasText: text })
    await element.waitFor({ timeout: 120_000 })
    return (await element.textContent()) ?? ''
  }
  return [
    {
      title: 'the page shows the coolness and the budget',
      async play({ pageUrl }) {
        page = await browser.newPage()
        await page.goto(pageUrl)
        await click('one')
        await shows('status', /verified/i)
        return `coolness ${await shows('coolness', /\d/)}, ${await shows('remaining', /\d/)} left`
      },
    },
    {
      title: 'twenty different ones at once, none refused',
      async play({ mock }) {
        const before = count(mock, 'served')
        await click('twenty')
        await shows('served', /21/)
        hold(count(mock, 'served') - before >= 20, 'all twenty were served', count(mock, 'served') - before)
        hold(count(mock, 'limited') === 0, 'Bando refused none', count(mock, 'limited'))
        return 'all served, in two windows'
      },
    },
    {
      title: 'a bad token, refused once',
      async play({ mock }) {
        const before = count(mock, 'rejected')
        await click('bad-token')
        await click('twenty')
        await shows('status', /rejected/i)
        hold(
          count(mock, 'rejected') - before === 1,
          'one invalid request is sent',
          count(mock, 'rejected') - before,
        )
        return '1 request, and the page says what to do'
      },
    },
    {
      title: 'the good one again',
      async play({ mock }) {
        await click('good-token')
        await click('one')
        await shows('status', /^\W*verified/i)
        hold(locked(mock).length === 0, 'nothing is locked', locked(mock))
        await page.close()
        return 'served at once'
      },
    },
  ]
}
