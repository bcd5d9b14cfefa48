import type { Change } from '../../contract/Store.ts'
import type { Snapshot } from '../snapshot/Snapshot.ts'
import { encodeSnapshot } from '../snapshot/snapshotText.ts'
import { decide } from './decide.ts'
import { at } from './deciding.testing.ts'
import { workOf } from './snapshot.testing.ts'
import type { Decision, KnownSnapshot, Work } from './Work.ts'

/** What a commit of `me` at `at` makes of a stored snapshot, which it reads as version 1. */
export function decideOn(snapshot: Snapshot, given: Partial<Work> = {}): Change<Decision> {
  return decide(encodeSnapshot(snapshot).text, at, 1, workOf(given))
}

/** The stored snapshot as a member knows it that has read version 1. */
export function knownOf(snapshot: Snapshot): KnownSnapshot {
  const encoded = encodeSnapshot(snapshot)
  return { snapshot, text: encoded.text, encoded, version: 1, at }
}
