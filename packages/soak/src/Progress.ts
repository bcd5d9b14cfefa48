import { Presets, SingleBar } from 'cli-progress'

/** One suite that has ended. */
export interface Step {
  readonly file: string
  readonly round: number
  readonly hasPassed: boolean
  readonly durationMs: number
}

/** Shows the progress of a soak. */
export interface Progress {
  step(step: Step): void
  stop(): void
}

/** Shows a bar on a terminal, and otherwise a line for each suite. */
export function showProgress(total: number, done: number, isTerminal: boolean): Progress {
  return isTerminal ? bar(total, done) : lines(total, done)
}

function bar(total: number, done: number): Progress {
  const format = '{bar} {value} of {total} · failed: {failed} · {file}'
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.rect)
  let failed = 0
  bar.start(total, done, { failed, file: '' })
  return {
    step({ file, hasPassed }) {
      if (!hasPassed) failed += 1
      bar.increment({ failed, file })
    },
    stop: () => bar.stop(),
  }
}

function lines(total: number, done: number): Progress {
  let count = done
  return {
    step({ file, round, hasPassed, durationMs }) {
      count += 1
      const result = hasPassed ? 'passed' : 'FAILED'
      console.log(
        `${count} of ${total} · round ${round} · ${result} in ${(durationMs / 1000).toFixed(1)} s · ${file}`,
      )
    },
    stop() {},
  }
}
