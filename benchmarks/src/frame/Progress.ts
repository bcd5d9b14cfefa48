import { Presets, SingleBar } from 'cli-progress'

/** Shows how far a run is. */
export interface Progress {
  step(name: string): void
  stop(): void
}

/** Shows a bar on a terminal, and otherwise a line for each step. */
export function showProgress(total: number, isTerminal: boolean): Progress {
  return isTerminal ? bar(total) : lines(total)
}

function bar(total: number): Progress {
  const format = '{bar} {value} of {total} · {eta_formatted} left · {name}'
  const bar = new SingleBar({ format, clearOnComplete: true, hideCursor: true, etaBuffer: 50 }, Presets.rect)
  bar.start(total, 0, { name: '' })
  return { step: (name) => bar.increment({ name }), stop: () => bar.stop() }
}

function lines(total: number): Progress {
  let count = 0
  return {
    step(name) {
      count += 1
      console.error(`${count} of ${total} · ${name}`)
    },
    stop() {},
  }
}
