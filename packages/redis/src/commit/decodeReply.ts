import type { StoredState } from './StoredState.ts'

/** What `commit.v2` replied. */
export interface CommitReply {
  readonly status: 'done' | 'early' | 'changed'
  readonly time: number
  readonly state: StoredState
  /** The member that is first in line; '' if none is. */
  readonly first: string
}

/** @throws Error if it is not a reply of the script */
export function decodeReply(reply: unknown): CommitReply {
  if (!Array.isArray(reply) || reply.length !== 7)
    throw new Error(`commit.v2: needs a reply of seven texts. Found ${JSON.stringify(reply)?.slice(0, 80)}.`)
  const [status = '', time, version, at, stamp = '', text = '', first = ''] = reply.map(String)
  const knownAt = Number(time)
  const state = {
    stamp,
    version: Number(version),
    at: Number(at),
    knownAt,
    text: stamp === '' ? undefined : text,
  }
  return { status: status as CommitReply['status'], time: knownAt, state, first }
}

/** What `commit.v2` published. */
export interface CommitMessage {
  readonly first: string
  readonly time: number
  /** `undefined` if only the line has changed. */
  readonly state: StoredState | undefined
}

/** Returns `undefined` if the message is of another version. */
export function decodeMessage(message: string): CommitMessage | undefined {
  const [, first, head = '', time, text] =
    /^v2 >(\S*)((?: \S+){3})? ([\d.]+)(?: ([^]*))?$/.exec(message) ?? []
  if (first === undefined) return undefined
  const [stamp = '', version, at] = head.trim().split(' ')
  const knownAt = Number(time)
  const state =
    text === undefined ? undefined : { stamp, version: Number(version), at: Number(at), knownAt, text }
  return { first, time: knownAt, state }
}
