import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Sample, TurnTaker } from '../frame/Benchmark.ts'

export interface StartTurnsOptions {
  /** The module that the process runs. It calls `takeTurns`. */
  readonly script: URL
  /** What the worker gets. */
  readonly input: unknown
  /** The servers that it calls. They end after it. */
  readonly servers?: readonly AsyncDisposable[]
}

/**
 * Starts a worker in a process of its own, and resolves when it is ready for its first turn. The
 * process ends on disposal.
 * @throws Error if the process ends by itself
 */
export async function startTurns({ script, input, servers = [] }: StartTurnsOptions): Promise<TurnTaker> {
  await using starting = new AsyncDisposableStack()
  for (const server of servers) starting.use(server)
  const child = fork(fileURLToPath(script), [JSON.stringify(input)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  starting.defer(async () => {
    child.kill('SIGKILL')
    await exit
  })
  const ended = exit.then(([code, signal]) => {
    throw new Error(
      `${fileURLToPath(script)} ${JSON.stringify(input)}: ended with ${signal ?? code} before its turn was over. Its own words are above.`,
    )
  })
  // A process that is killed on disposal is no mistake.
  ended.catch(() => {})
  const report = async (): Promise<Sample> => {
    const [sample] = await Promise.race([once(child, 'message'), ended])
    return sample
  }
  await report()
  const started = starting.move()
  return {
    turn() {
      child.send('turn')
      return report()
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
