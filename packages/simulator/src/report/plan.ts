import type { ClientKind } from '../clients/Client.ts'
import { clients } from '../clients/clients.ts'
import type { ServerKind } from '../servers/Server.ts'
import { serverKinds } from '../servers/Server.ts'
import type { Scenario } from '../simulate.ts'
import type { Flags } from './flags.ts'

export interface Row {
  readonly server: ServerKind
  readonly headers: 'none' | 'standard'
  readonly client: ClientKind
}

/** The days that every row simulates. */
export const days = ['plain', 'the wall clock jumps', 'restarts'] as const
export type Day = (typeof days)[number]

/**
 * Every server with every client: without headers, and with headers if no client is safe without
 * them.
 */
export function plan({ only }: Flags): Row[] {
  const variants = serverKinds.flatMap((server): Omit<Row, 'client'>[] =>
    server === 'sliding counter'
      ? [
          { server, headers: 'none' },
          { server, headers: 'standard' },
        ]
      : [{ server, headers: 'none' }],
  )
  const rows = variants.flatMap((variant) => clients.map((client) => ({ ...variant, client })))
  return only.length === 0 ? rows : rows.filter((row) => only.some((word) => nameOf(row).includes(word)))
}

function nameOf({ server, client }: Row): string {
  return `${server}\n${client.name}`.toLowerCase()
}

export function scenario({ server, headers }: Row, day: Day, { hours, seed, latency }: Flags): Scenario {
  return {
    server,
    headers,
    latency,
    hours,
    seed,
    lostShare: 0.005,
    hasWallJumps: day === 'the wall clock jumps',
    restartEveryMs: day === 'restarts' ? 40 * 60_000 : undefined,
  }
}
