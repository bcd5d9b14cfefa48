import { styleText } from 'node:util'
import type { Act } from './acts.ts'
import { nestActs, rxjsActs, scriptActs } from './acts.ts'
import { openBrowser } from './openBrowser.ts'
import { pageActs } from './pageActs.ts'
import type { Stage } from './setStage.ts'
import { setStage } from './setStage.ts'

const isKept = process.argv.includes('--keep')
const stage = await setStage()
const browser = await openBrowser().catch(giveUp)

const isHeld = await playAll([
  ['A script, with @bando/core', scriptActs()],
  ['A service, with @bando/nest', nestActs],
  ['A pipeline, with @bando/rxjs', rxjsActs],
  ['A page, with @bando/react', pageActs(browser)],
])
await browser.close()

if (isHeld && isKept) {
  console.log(`
The API    ${stage.apiUrl}    its page: ${stage.apiUrl}/_mock
Nest app   ${stage.nestUrl}/coolness    ${stage.nestUrl}/status
The page   ${stage.pageUrl}

Ctrl+C ends them.`)
  process.once('SIGINT', () => void stage.close())
} else {
  await stage.close()
  process.exitCode = isHeld ? 0 : 1
}

async function giveUp(error: unknown): Promise<never> {
  console.error(error instanceof Error ? error.message : error)
  await stage.close()
  process.exit(1)
}

/** Prints a line for each act, and stops at the first that fails. */
async function playAll(parts: readonly (readonly [string, readonly Act[]])[]): Promise<boolean> {
  for (const [title, acts] of parts) {
    console.log(`\n${styleText('bold', title)}`)
    for (const act of acts) {
      try {
        console.log(`  ${styleText('green', '✓')} ${act.title}: ${styleText('dim', await act.play(stage))}`)
      } catch (error) {
        const found = error instanceof Error ? error.message : String(error)
        console.error(`  ${styleText('red', '✗')} ${act.title}: this does not hold. ${found}`)
        return false
      }
    }
  }
  console.log(`\n${summary(stage)}`)
  return true
}

function summary({ mock }: Stage): string {
  const seen = (status: number): number => mock.log.filter((entry) => entry.status === status).length
  return `The API served ${seen(200)} requests, and refused ${seen(401)} as invalid, ${seen(403)} as locked out, ${seen(429)} as too many.`
}
