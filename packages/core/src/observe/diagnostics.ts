import type { Publish } from './Emitter.ts'
import type { BandoEventName } from './events.ts'
import { eventNames } from './events.ts'

interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

/** What runtimes with Node's modules give without an import, which browsers and bundlers would stumble over. */
interface Host {
  getBuiltinModule?(id: 'node:diagnostics_channel'): { channel(name: string): Channel } | undefined
}

/**
 * Publishes events on Node's `diagnostics_channel`: `bando:request`, `bando:response` and so on, one channel for each
 * event. Costs a look at a property where nobody subscribes; `undefined` where the runtime has no such module.
 */
export function diagnosticsPublisher(
  host: Host | undefined = (globalThis as { process?: Host }).process,
): Publish | undefined {
  const module = host?.getBuiltinModule?.('node:diagnostics_channel')
  if (module === undefined) return undefined
  const channels = Object.fromEntries(
    eventNames.map((name) => [name, module.channel(`bando:${name}`)]),
  ) as Record<BandoEventName, Channel>
  return (name, event) => {
    const channel = channels[name]
    if (!channel.hasSubscribers) return
    // A caller's keys are the caller's own objects. A subscriber of the process must not see them.
    channel.publish('keys' in event ? { ...event, keys: [] } : event)
  }
}
