import type { SharedAuth } from '../../limiter/auth/SharedAuth.ts'
import type { Permits } from '../../limiter/PermitLog.ts'
import type { InstantsText, PackedInstants } from './instantsText.ts'
import { encodeInstants, textOf, unpackInstants } from './instantsText.ts'
import { mapValues } from './mapValues.ts'
import type { PackedAttempts } from './packAttempts.ts'
import { packAttempts, unpackAttempts } from './packAttempts.ts'
import type { Attempt, MemberState, Snapshot, StoredAccount } from './Snapshot.ts'

type PackedPermits = Omit<Permits, 'answered' | 'lost'> & {
  readonly answered: PackedInstants
  readonly lost: PackedInstants
}

type PackedAccount = Omit<StoredAccount, 'budget'> & {
  readonly budget: Omit<StoredAccount['budget'], 'permits'> & { readonly permits: PackedPermits }
}

type PackedMember = Omit<MemberState, 'attempts'> & { readonly attempts: PackedAttempts<Attempt> }

/** What each line of a stored snapshot begins with that is no account or member. */
const authStart = ',"auth":'
const accountsStart = ',"accounts":{'
const membersStart = '},"members":{'

/** An account or a member, and its text. */
interface PartText<Value> {
  readonly value: Value
  readonly text: string
}

interface AccountText extends PartText<StoredAccount> {
  /** Left out if the account was decoded. */
  readonly answered?: InstantsText
  readonly lost?: InstantsText
}

interface Parts {
  readonly auth: PartText<SharedAuth>
  readonly accounts: Record<string, AccountText>
  readonly members: Record<string, PartText<MemberState>>
}

/** A snapshot's text, and the texts of its parts. */
export interface Encoded extends Parts {
  readonly text: string
}

export interface Decoded {
  readonly snapshot: Snapshot
  readonly encoded: Encoded
}

/**
 * `undefined` if the text makes no sense. Accounts and members that have the same text as those of
 * `before` are the same objects.
 */
export function decodeSnapshot(text: string, before?: Encoded): Decoded | undefined {
  const json = text.slice(9)
  if (text[8] !== ' ' || !text.startsWith(checksum(json))) return undefined
  const [head, authLine = '', ...lines] = json.split('\n')
  const auth = authLine.slice(authStart.length)
  const members = lines.indexOf(membersStart)
  const parts: Parts = {
    auth: before?.auth.text === auth ? before.auth : { value: JSON.parse(auth) as SharedAuth, text: auth },
    accounts: decodeParts(lines.slice(1, members), before?.accounts, decodeAccount),
    members: decodeParts(lines.slice(members + 1, -1), before?.members, decodeMember),
  }
  const snapshot = {
    ...(JSON.parse(`${head}}`) as Pick<Snapshot, 'lineage' | 'lost'>),
    auth: parts.auth.value,
    accounts: mapValues(parts.accounts, ({ value }) => value),
    members: mapValues(parts.members, ({ value }) => value),
  }
  return { snapshot, encoded: { text, ...parts } }
}

function decodeParts<Value>(
  lines: readonly string[],
  before: Readonly<Record<string, PartText<Value>>> | undefined,
  decode: (text: string, id: string) => Value,
): Record<string, PartText<Value>> {
  const parts: Record<string, PartText<Value>> = {}
  for (const line of lines) {
    const [start = '', idText = ''] = /^,?("(?:[^"\\]|\\.)*"):/.exec(line) ?? []
    const id = JSON.parse(idText) as string
    const text = line.slice(start.length)
    const known = before?.[id]
    parts[id] = known?.text === text ? known : { value: decode(text, id), text }
  }
  return parts
}

/**
 * A snapshot as it is stored: its checksum, a space, and itself as JSON, in which each part has a
 * line. Accounts and members never change once they are encoded, so that those of `before` need not
 * be encoded again.
 */
export function encodeSnapshot(snapshot: Snapshot, before?: Encoded): Encoded {
  const { lineage, lost, auth, accounts, members } = snapshot
  const encoded: Parts = { auth: encodeAuth(auth, before?.auth), accounts: {}, members: {} }
  for (const id in accounts)
    encoded.accounts[id] = encodeAccount(accounts[id] as StoredAccount, before?.accounts[id])
  for (const id in members)
    encoded.members[id] = encodeMember(members[id] as MemberState, before?.members[id])
  const json = [
    JSON.stringify({ lineage, lost }).slice(0, -1),
    authStart + encoded.auth.text,
    accountsStart,
    ...linesOf(encoded.accounts),
    membersStart,
    ...linesOf(encoded.members),
    '}}',
  ].join('\n')
  return { text: `${checksum(json)} ${json}`, ...encoded }
}

function linesOf(parts: Readonly<Record<string, PartText<unknown>>>): string[] {
  return Object.entries(parts).map(
    ([id, { text }], index) => `${index === 0 ? '' : ','}${JSON.stringify(id)}:${text}`,
  )
}

function encodeAuth(auth: SharedAuth, before: PartText<SharedAuth> | undefined): PartText<SharedAuth> {
  return before && isSameAuth(auth, before.value) ? before : { value: auth, text: JSON.stringify(auth) }
}

/** Returns true only if nothing has changed. What is rare counts as a change. */
function isSameAuth(one: SharedAuth, other: SharedAuth): boolean {
  if (one.lockout !== other.lockout || one.otherResponseTo !== other.otherResponseTo) return false
  if (one.unconfirmed.length > 0 || other.unconfirmed.length > 0) return false
  for (const id in one.statuses) if (one.statuses[id] !== other.statuses[id]) return false
  for (const id in other.statuses) if (one.statuses[id] !== other.statuses[id]) return false
  return true
}

function encodeAccount(account: StoredAccount, before: AccountText | undefined): AccountText {
  if (account === before?.value) return before
  const { budget } = account
  const { permits } = budget
  const answered = encodeInstants(permits.answered, before?.answered)
  const lost = encodeInstants(permits.lost, before?.lost)
  // Their texts replace these.
  const packed: PackedAccount = {
    ...account,
    budget: { ...budget, permits: { ...permits, answered: [], lost: [] } },
  }
  const text = JSON.stringify(packed)
    .replace('"answered":[]', `"answered":${textOf(answered)}`)
    .replace('"lost":[]', `"lost":${textOf(lost)}`)
  return { value: account, text, answered, lost }
}

function encodeMember(member: MemberState, before: PartText<MemberState> | undefined): PartText<MemberState> {
  if (member === before?.value) return before
  const packed: PackedMember = { ...member, attempts: packAttempts(member.attempts) }
  return { value: member, text: JSON.stringify(packed) }
}

function decodeAccount(text: string): StoredAccount {
  const account = JSON.parse(text) as PackedAccount
  const { budget } = account
  const { permits } = budget
  const [answered, lost] = [unpackInstants(permits.answered), unpackInstants(permits.lost)]
  return { ...account, budget: { ...budget, permits: { ...permits, answered, lost } } }
}

function decodeMember(text: string, id: string): MemberState {
  const member = JSON.parse(text) as PackedMember
  return { ...member, attempts: unpackAttempts(id, member.attempts) }
}

/** FNV-1a over UTF-16 units, 32 bits, in hexadecimal: against accidents, not against attacks. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
