import { load, warmUp } from '../process/load.ts'
import { input, report } from '../process/worker.ts'
import type { ServiceName } from './serviceNames.ts'
import { start } from './services.ts'

export interface Input {
  readonly service: ServiceName
  readonly url: string
  readonly forMs: number
}

const many = 50
/** An application runs for days. */
const warmUpCalls = 5000

const { service, url, forMs } = input as Input
const send = await start(service, url, many)
await warmUp(send, many, warmUpCalls)
const one = await load(send, 1, forMs)
await report({ one: one.perSecond, cpuOne: one.cpuUs })
const all = await load(send, many, forMs)
await report({ many: all.perSecond, cpuMany: all.cpuUs })
