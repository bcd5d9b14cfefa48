import type { SharedRules } from './SharedRules.ts'
import type { Snapshot } from '../snapshot/Snapshot.ts'
import { anonymousId } from '../snapshot/Snapshot.ts'
import type { Work } from './Work.ts'

/** An account remembers its newest credentials. */
const mostCredentials = 16

/**
 * Returns the shared id of each account by the member's own: that of its first credential which is
 * known, or its own.
 */
export function nameAccounts(
  { accounts }: Snapshot,
  work: Pick<Work, 'accounts'>,
  rules: SharedRules,
): Record<string, string> {
  const owners = new Map<string, string>()
  for (const id in accounts)
    for (const credentialId of accounts[id]?.credentialIds ?? []) owners.set(credentialId, id)
  const ids: Record<string, string> = {}
  for (const { id, credentialIds, terms, limits, isNamed } of work.accounts) {
    const known = id === anonymousId || isNamed || id in accounts ? id : undefined
    const shared =
      known ?? credentialIds.map((each) => owners.get(each)).find((each) => each !== undefined) ?? id
    ids[id] = shared
    rules.declare(shared, terms, limits)
    const stored = accounts[shared]
    const unknown = credentialIds.filter((each) => !owners.has(each))
    if (stored && unknown.length > 0)
      accounts[shared] = {
        ...stored,
        credentialIds: [...stored.credentialIds, ...unknown].slice(-mostCredentials),
      }
  }
  return ids
}
