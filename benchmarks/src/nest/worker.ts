import { loadTurns, warmUp } from '../process/load.ts'
import { input, takeTurns } from '../process/worker.ts'
import type { ServiceName } from './serviceNames.ts'
import { start } from './services.ts'

export interface Input {
  readonly service: ServiceName
  readonly url: string
  /** How long to measure each metric in a turn. */
  readonly turnMs: number
}

const many = 50
/** An application runs for days. */
const warmUpCalls = 5000

const { service, url, turnMs } = input as Input
const send = await start(service, url, many)
await warmUp(send, many, warmUpCalls)
await takeTurns(loadTurns(send, { many, turnMs }))
