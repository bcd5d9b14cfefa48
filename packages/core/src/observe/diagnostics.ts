import type { Channel, Channels } from './Emitter.ts'
import { eventNames } from './events.ts'

/**
 * What runtimes with Node's modules give without an import, which would fail in browsers and
 * bundlers.
 */
interface Host {
  getBuiltinModule?(id: 'node:diagnostics_channel'): { channel(name: string): Channel } | undefined
}

/**
 * Returns the channels of Node's `diagnostics_channel` for events: `bando:request`,
 * `bando:response` and so on. Returns
 * `undefined` if the runtime has no such module.
 */
export function diagnosticsChannels(
  host: Host | undefined = (globalThis as { process?: Host }).process,
): Channels | undefined {
  const module = host?.getBuiltinModule?.('node:diagnostics_channel')
  if (module === undefined) return undefined
  return Object.fromEntries(
    eventNames.map((name) => [name, module.channel(`bando:${name}`)]),
  ) as unknown as Channels
}
