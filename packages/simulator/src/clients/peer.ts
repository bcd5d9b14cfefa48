import type { VirtualTime } from '../time/VirtualTime.ts'
import type { ClientKind, ClientSetting } from './Client.ts'

/** The time-out that users of a peer set for a request. */
const timeoutMs = 30_000
/** The rest after a refusal that names no time. */
const restMs = 60_000

/** A limiter. It runs `task` as soon as the limit allows. */
export interface Limiter {
  run(task: () => Promise<number>): Promise<number>
  stop?(): void
}

/** A limiter in front of `fetch`, as its users write it. */
export function peer(name: string, limiter: (setting: ClientSetting) => Limiter): ClientKind {
  return {
    name,
    usesGlobals: true,
    remembers: false,
    start(setting) {
      const limited = limiter(setting)
      let isStopped = false
      // Tasks that the limiter still holds when the process ends are never sent.
      const task = (): Promise<number> => (isStopped ? new Promise(() => {}) : attempt(setting))
      return {
        call: () => limited.run(task),
        stop() {
          isStopped = true
          limited.stop?.()
        },
      }
    },
  }
}

async function attempt({ time, send }: ClientSetting): Promise<number> {
  const { signal, cancel } = deadline(time)
  try {
    const { status, headers } = await send(signal)
    if (status !== 429) return 0
    const seconds = headers.get('retry-after')
    return seconds === null ? restMs : Number(seconds) * 1000
  } catch {
    return 0
  } finally {
    cancel()
  }
}

function deadline(time: VirtualTime): { signal: AbortSignal; cancel: () => void } {
  const controller = new AbortController()
  const cancel = time.schedule(() => controller.abort(), timeoutMs)
  return { signal: controller.signal, cancel }
}
