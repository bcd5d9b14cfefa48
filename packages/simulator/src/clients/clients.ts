import { bando } from './bando.ts'
import type { ClientKind } from './Client.ts'
import { peers } from './peers.ts'

/** All clients in the comparison, in the order of the table. */
export const clients: readonly ClientKind[] = [
  bando('Bando', true),
  bando('Bando, forgetful', false),
  bando('Bando, burstShare 0', true, { burstShare: 0 }),
  ...peers,
]
