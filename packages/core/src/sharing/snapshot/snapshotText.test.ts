import { describe, expect, it } from 'vitest'
import { accountOf, attempt, memberWith, snapshotOf } from '../commit/snapshot.testing.ts'
import { emptySnapshot } from './Snapshot.ts'
import type { Snapshot } from './Snapshot.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshotText.ts'

/** A snapshot with something in each of its parts. */
function fullSnapshot(): Snapshot {
  const account = accountOf('c', 'd')
  const { permits } = account.budget
  permits.windowsMs = [1000]
  permits.answered.at.push(5000, 5010)
  permits.answered.count.push(1, 3)
  permits.lost.at.push(6000)
  permits.lost.count.push(2)
  const attempts = { 'm.1': attempt({ sentAt: 7 }), 'm.2': attempt({ sentAt: 7 }), 'm.9': attempt() }
  const wants = { a: { since: 1, count: 2, readyAt: 3, until: 4 } }
  return {
    ...snapshotOf({ m: memberWith({ attempts }), n: memberWith({ wants }) }, { a: account, b: accountOf() }),
    lost: { from: 'old', version: 3, knownAt: 4, at: 5, unheard: ['n'] },
    auth: {
      statuses: { c: { kind: 'rejected', recheckAt: 9000, times: 1 } },
      unconfirmed: [{ credentialId: 'd', endedAt: 1, until: 2, isRejection: true, isProbe: false }],
      lockout: { since: 0, probeAt: 9000, reason: 'locked', refusals: 1 },
      otherResponseTo: 8,
    },
  }
}

describe('the text of a snapshot', () => {
  it('is read as the snapshot that was written', () => {
    const snapshot = fullSnapshot()
    expect(decodeSnapshot(encodeSnapshot(snapshot).text)?.snapshot).toEqual(snapshot)
  })

  it('is JSON, after its checksum', () => {
    const { lineage, auth, accounts, members } = fullSnapshot()
    const json = JSON.parse(encodeSnapshot(fullSnapshot()).text.slice(9)) as Snapshot
    expect([json.lineage, json.auth]).toEqual([lineage, auth])
    expect(Object.keys(json.accounts)).toEqual(Object.keys(accounts))
    expect(Object.keys(json.members)).toEqual(Object.keys(members))
  })

  it('keeps ids that JSON has to escape', () => {
    const snapshot = snapshotOf(
      { 'm"1': memberWith(), 'm":{2': memberWith(), 'm\\': memberWith() },
      { 'a\n': accountOf(), '},"members":{': accountOf() },
    )
    expect(decodeSnapshot(encodeSnapshot(snapshot).text)?.snapshot).toEqual(snapshot)
  })

  // The values of FNV-1a were computed apart from this code. Members of other versions check them.
  it.each([
    ['one', 'dc788995'],
    ['m.19', '34f50d08'],
  ])('begins with the checksum of what follows, in eight digits', (lineage, checksum) => {
    const json = `{"lineage":"${lineage}"\n,"auth":{"statuses":{},"unconfirmed":[]}\n,"accounts":{\n},"members":{\n}}`
    expect(encodeSnapshot(emptySnapshot(lineage)).text).toBe(`${checksum} ${json}`)
  })
})

describe('a text makes no sense', () => {
  const { text } = encodeSnapshot(fullSnapshot())

  it.each([
    ['it is empty', ''],
    ['its end is missing', text.slice(0, -1)],
    ['its last character is another', `${text.slice(0, -1)}]`],
    ['its first character after the checksum is another', text.replace('{', '[')],
    ['its checksum is another', `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`],
    ['its checksum is followed by no space', text.replace(' ', '-')],
  ])('if %s', (_, damaged) => {
    expect(decodeSnapshot(damaged)).toBeUndefined()
  })
})
