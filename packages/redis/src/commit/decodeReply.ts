import type { StoredState } from './StoredState.ts'

/** What `commit.v1` replied. */
export interface CommitReply {
  readonly status: 'done' | 'early' | 'changed'
  readonly time: number
  readonly state: StoredState
}

/** @throws Error if it is not a reply of the script */
export function decodeReply(reply: unknown): CommitReply {
  if (!Array.isArray(reply) || reply.length !== 6)
    throw new Error(`commit.v1: needs a reply of six texts. Found ${JSON.stringify(reply)?.slice(0, 80)}.`)
  const [status = '', time, version, at, stamp = '', text = ''] = reply.map(String)
  const knownAt = Number(time)
  const state = {
    stamp,
    version: Number(version),
    at: Number(at),
    knownAt,
    text: stamp === '' ? undefined : text,
  }
  return { status: status as CommitReply['status'], time: knownAt, state }
}

/** What `commit.v1` published, or `undefined` if it was another. */
export function decodeMessage(message: string): StoredState | undefined {
  const [, stamp = '', version, at, knownAt, text = ''] =
    /^(\S+) (\d+) ([\d.]+) ([\d.]+) ([^]*)$/.exec(message) ?? []
  if (stamp === '') return undefined
  return { stamp, version: Number(version), at: Number(at), knownAt: Number(knownAt), text }
}
