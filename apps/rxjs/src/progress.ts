import type { BandoState } from '@bando/core'
import { SingleBar } from 'cli-progress'
import { describe, describePace } from './describe.ts'
import { pace } from './pace.ts'

/** Where a run shows how far it is. */
export interface Progress {
  /** Called after each answer, and whenever something else changed. */
  show(answered: number, state: BandoState): void
  stop(): void
}

export interface ProgressOptions {
  /** Ids answered by earlier runs. */
  readonly before: number
  /** Ids in all; `undefined` if that is not known. */
  readonly total: number | undefined
  readonly out: NodeJS.WriteStream
  /** How often a plain line is written, in ms. @defaultValue 5_000 */
  readonly everyMs?: number
}

/** Shows a bar on a terminal, and else writes a plain line now and then. */
export function progress({ before, total, out, everyMs = 5000 }: ProgressOptions): Progress {
  const startedAt = performance.now()
  const words = (answered: number): string => {
    const left = total === undefined ? undefined : total - before - answered
    return describePace(pace(answered, performance.now() - startedAt, left, Date.now()))
  }
  if (out.isTTY) return bar(before, total, out, words)

  let line = ''
  const write = (): void => {
    if (line !== '') out.write(`${line}\n`)
    line = ''
  }
  const timer = setInterval(write, everyMs)
  return {
    show(answered, state) {
      const of = total === undefined ? '' : ` of ${total}`
      line = `${before + answered}${of} answered, ${words(answered)}, ${describe(state)}`
    },
    stop() {
      clearInterval(timer)
      write()
    },
  }
}

function bar(
  before: number,
  total: number | undefined,
  stream: NodeJS.WriteStream,
  words: (answered: number) => string,
): Progress {
  const count = total === undefined ? '{value} answered' : '{bar} {value}/{total}'
  const single = new SingleBar({ format: `${count}  {pace}  {waits}`, stream, hideCursor: true })
  single.start(total ?? 0, before, { pace: '', waits: 'connecting' })
  return {
    show: (answered, state) =>
      single.update(before + answered, { pace: words(answered), waits: describe(state) }),
    stop: () => single.stop(),
  }
}
