import type { Permits } from '../../limiter/PermitLog.ts'
import { mapValues } from './mapValues.ts'
import type { PackedAttempts } from './packAttempts.ts'
import { packAttempts, unpackAttempts } from './packAttempts.ts'
import type { PackedInstants } from './packInstants.ts'
import { packInstants, unpackInstants } from './packInstants.ts'
import type { Attempt, MemberState, Snapshot, StoredAccount } from './Snapshot.ts'

type PackedPermits = Omit<Permits, 'answered' | 'lost'> & {
  readonly answered: PackedInstants
  readonly lost: PackedInstants
}

type PackedAccount = Omit<StoredAccount, 'budget'> & {
  readonly budget: Omit<StoredAccount['budget'], 'permits'> & { readonly permits: PackedPermits }
}

type PackedMember = Omit<MemberState, 'attempts'> & { readonly attempts: PackedAttempts<Attempt> }

/** A snapshot in JSON. */
type PackedSnapshot = Omit<Snapshot, 'accounts' | 'members'> & {
  readonly accounts: Record<string, PackedAccount>
  readonly members: Record<string, PackedMember>
}

/** `undefined` if the text makes no sense. */
export function decodeSnapshot(text: string): Snapshot | undefined {
  const json = text.slice(9)
  if (text[8] !== ' ' || !text.startsWith(checksum(json))) return undefined
  const packed = JSON.parse(json) as PackedSnapshot
  return {
    ...packed,
    accounts: mapValues(packed.accounts, unpackAccount),
    members: mapValues(packed.members, unpackMember),
  }
}

/** A snapshot as it is stored: its checksum, a space, and itself as JSON. */
export function encodeSnapshot(snapshot: Snapshot): string {
  const packed: PackedSnapshot = {
    ...snapshot,
    accounts: mapValues(snapshot.accounts, packAccount),
    members: mapValues(snapshot.members, packMember),
  }
  const json = JSON.stringify(packed)
  return `${checksum(json)} ${json}`
}

function packAccount({ budget, ...account }: StoredAccount): PackedAccount {
  const { permits } = budget
  const [answered, lost] = [packInstants(permits.answered), packInstants(permits.lost)]
  return { ...account, budget: { ...budget, permits: { ...permits, answered, lost } } }
}

function unpackAccount({ budget, ...account }: PackedAccount): StoredAccount {
  const { permits } = budget
  const [answered, lost] = [unpackInstants(permits.answered), unpackInstants(permits.lost)]
  return { ...account, budget: { ...budget, permits: { ...permits, answered, lost } } }
}

function packMember({ attempts, ...member }: MemberState): PackedMember {
  return { ...member, attempts: packAttempts(attempts) }
}

function unpackMember({ attempts, ...member }: PackedMember, id: string): MemberState {
  return { ...member, attempts: unpackAttempts(id, attempts) }
}

/** FNV-1a over UTF-16 units, 32 bits, in hexadecimal: against accidents, not against attacks. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
