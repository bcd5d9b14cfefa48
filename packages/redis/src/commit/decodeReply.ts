/** A state as Redis keeps it. */
export interface StoredState {
  /** Names the commit that wrote it; '' if nothing is stored. */
  readonly stamp: string
  readonly version: number
  /** When it was written, in the server's time. */
  readonly at: number
  readonly text: string | undefined
}

/** What `commit.v1` replied. */
export interface CommitReply {
  readonly status: 'done' | 'early' | 'changed'
  readonly time: number
  readonly state: StoredState
}

/** @throws Error if it is not a reply of the script */
export function decodeReply(reply: unknown): CommitReply {
  if (!Array.isArray(reply) || reply.length !== 6)
    throw new Error(`Redis replied ${JSON.stringify(reply)?.slice(0, 80)} to commit.v1`)
  const [status = '', time, version, at, stamp = '', text = ''] = reply.map(String)
  return {
    status: status as CommitReply['status'],
    time: Number(time),
    state: { stamp, version: Number(version), at: Number(at), text: stamp === '' ? undefined : text },
  }
}
