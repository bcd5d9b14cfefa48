import { load } from '../process/load.ts'
import { input, report } from '../process/worker.ts'
import type { ServiceName } from './serviceNames.ts'
import { start } from './services.ts'

export interface Input {
  readonly service: ServiceName
  readonly url: string
  readonly forMs: number
}

const many = 50

const { service, url, forMs } = input as Input
const send = await start(service, url, many)
const one = await load(send, 1, forMs)
await report({ one: one.perSecond, cpuOne: one.cpuUs })
const all = await load(send, many, forMs)
await report({ many: all.perSecond, cpuMany: all.cpuUs })
