import type { Bando } from '@bando/core'

const defaultReserve = 0.1

/** The share that the provider of each client set. */
const reserves = new WeakMap<Bando, number>()

/**
 * Sets the share of the budget below which no background refetch of `client` is sent. Returns a
 * function that removes it.
 */
export function setRefetchReserve(client: Bando, share: number): () => void {
  reserves.set(client, share)
  return () => reserves.delete(client)
}

/** Returns whether a background refetch may be sent: whether the budget is above the reserve. */
export function mayRefetch(client: Bando, share: number | undefined): boolean {
  const { remaining, requests } = client.state.limit
  return remaining >= requests * (share ?? reserves.get(client) ?? defaultReserve)
}
