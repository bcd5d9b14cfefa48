import type { Row } from '@bando/simulator'

/** The days that are simulated, by the name of the simulator. */
export const days = ['plain', 'restarts'] as const
export type Day = (typeof days)[number]

export const latency = 'tail' as const

/** The metric of one server. */
export function keyOf(what: 'served' | 'refused', { server, headers }: Omit<Row, 'client'>): string {
  return `${what}.${server}${headers === 'none' ? '' : ', headers'}`
}
