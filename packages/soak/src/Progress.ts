import { Presets, SingleBar } from 'cli-progress'

/** The suites of one package have ended. */
export interface Step {
  readonly folder: string
  /** The number of suites. */
  readonly count: number
  readonly round: number
  /** The suites that failed. */
  readonly failed: readonly string[]
  readonly durationMs: number
}

/** Shows the progress of a soak. */
export interface Progress {
  step(step: Step): void
  stop(): void
}

/** Shows a bar on a terminal, and otherwise a line for each package. */
export function showProgress(total: number, done: number, isTerminal: boolean): Progress {
  return isTerminal ? bar(total, done) : lines(total, done)
}

function bar(total: number, done: number): Progress {
  const format = '{bar} {value} of {total} · failed: {failed} · {folder}'
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.rect)
  let failed = 0
  bar.start(total, done, { failed, folder: '' })
  return {
    step(step) {
      failed += step.failed.length
      bar.increment(step.count, { failed, folder: step.folder })
    },
    stop: () => bar.stop(),
  }
}

function lines(total: number, done: number): Progress {
  let sum = done
  return {
    step({ folder, count, round, failed, durationMs }) {
      sum += count
      const result = failed.length === 0 ? 'passed' : `FAILED: ${failed.join(', ')}`
      const seconds = (durationMs / 1000).toFixed(1)
      console.log(`${sum} of ${total} · round ${round} · ${folder} · ${count} in ${seconds} s · ${result}`)
    },
    stop() {},
  }
}
