import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { codeVersion } from './codeVersion.ts'
import type { Suite } from './findSuites.ts'
import { findSuites } from './findSuites.ts'
import { keepBusy } from './keepBusy.ts'
import { showProgress } from './Progress.ts'
import { runSuites } from './runSuites.ts'
import { soak } from './soak.ts'
import { Tally } from './Tally.ts'

interface Flags {
  readonly rounds: number
  readonly load: number
  readonly folder: string
  readonly restart?: true
  readonly list?: true
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

const command = new Command('pnpm soak')
  .description(
    `Runs the suites that touch sockets, processes or a browser again and again, while other threads keep the cores busy.
Ctrl+C stops it, and the same command goes on where it stopped.`,
  )
  .argument('[parts...]', 'run only suites whose paths contain one of these')
  .option('--rounds <n>', 'how often each suite runs', wholeNumber(1), 10)
  .option('--load <n>', 'how many cores to keep busy meanwhile', wholeNumber(0), availableParallelism())
  .option('--folder <path>', 'where counts and the output of failures are kept', join(root, '.soak'))
  .option('--restart', 'forget the runs of a soak that was stopped')
  .option('--list', 'only list the suites')
  .action(main)

async function main(parts: readonly string[], flags: Flags): Promise<void> {
  const found = await findSuites(root)
  const suites = found.filter(({ file }) => parts.length === 0 || parts.some((part) => file.includes(part)))
  if (suites.length === 0)
    command.error(`No suite's path contains "${parts.join('" or "')}". --list shows all of them.`)
  if (flags.list) {
    for (const { file } of suites) console.log(file)
    return
  }
  const { rounds, load, folder } = flags
  const failuresFolder = join(folder, 'failures')
  const tally = new Tally(join(folder, 'state.json'), await codeVersion(root))
  if (flags.restart) tally.clear()
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort())

  const done = suites.reduce((sum, { file }) => sum + Math.min(rounds, tally.runs(file)), 0)
  const progress = showProgress(suites.length * rounds, done, process.stdout.isTTY)
  try {
    await using _ = keepBusy(load)
    const run = (group: readonly Suite[]) => runSuites(root, group, stopping.signal)
    await soak({ suites, rounds, tally, progress, failuresFolder, run })
  } catch (error) {
    if (!stopping.signal.aborted) throw error
  } finally {
    progress.stop()
  }

  for (const { file } of suites)
    console.log(`${tally.of(file).passed} of ${tally.runs(file)} passed · ${file}`)
  const hasFailures = suites.some(({ file }) => tally.of(file).failed > 0)
  if (hasFailures) console.log(`What failed is in ${failuresFolder}.`)
  if (stopping.signal.aborted) {
    console.log('Stopped. The same command goes on from here.')
    process.exitCode = 130
    return
  }
  tally.clear()
  process.exitCode = hasFailures ? 1 : 0
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`Write a whole number of at least ${least}.`)
  }
}

await command.parseAsync()
