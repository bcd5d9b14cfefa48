import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Sample } from '../frame/Benchmark.ts'

export interface FreshProcessOptions {
  /** The module that the process runs. It calls `worker`. */
  readonly script: URL
  /** What the worker gets. */
  readonly input: unknown
  /** The metrics that the worker reports. */
  readonly metrics: readonly string[]
  /** The longest time from one report to the next. @defaultValue 120_000 */
  readonly timeLimitMs?: number
  readonly execArgv?: readonly string[]
}

/**
 * Runs a worker in a process of its own, and resolves to everything that it reports. The metrics
 * that are missing when a time limit ends the process are `over <limit> s`.
 * @throws Error if the process ends by itself before it has reported every metric
 */
export function inFreshProcess(options: FreshProcessOptions): Promise<Sample> {
  const { script, input, metrics, timeLimitMs = 120_000, execArgv = [] } = options
  const child = fork(fileURLToPath(script), [JSON.stringify(input)], {
    execArgv: ['--expose-gc', ...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    let found: Sample = {}
    let timer = setTimeout(giveUp, timeLimitMs)
    function withMissing(reason: string): Sample {
      const missing = metrics.filter((metric) => !(metric in found))
      return { ...found, ...Object.fromEntries(missing.map((metric) => [metric, reason])) }
    }
    function giveUp(): void {
      end(withMissing(`over ${Math.round(timeLimitMs / 1000)} s`))
    }
    function end(sample: Sample): void {
      clearTimeout(timer)
      child.removeAllListeners('exit').once('exit', () => resolve(sample))
      child.kill('SIGKILL')
    }
    child.on('message', (part: Sample) => {
      found = { ...found, ...part }
      clearTimeout(timer)
      timer = setTimeout(giveUp, timeLimitMs)
      if (metrics.every((metric) => metric in found)) end(found)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      // So V8 ends.
      if (signal === 'SIGABRT') return resolve(withMissing('out of memory'))
      const missing = metrics.filter((metric) => !(metric in found)).join(', ')
      reject(
        new Error(
          `${fileURLToPath(script)} ${JSON.stringify(input)}: ended with ${signal ?? code} before it had reported ${missing}. Its own words are above.`,
        ),
      )
    })
  })
}
