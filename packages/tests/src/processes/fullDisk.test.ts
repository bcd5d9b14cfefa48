import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from './run.ts'

/** Runs what follows with a disk of 256 KiB at `place`, which no other process sees. */
function withDisk(place: string): string[] {
  return ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=256k tmpfs "$0" && exec "$@"', place]
}

const [command, ...args] = [...withDisk(tmpdir()), 'true']
const hasDisks = spawnSync(command, args).status === 0

describe.skipIf(!hasDisks)('a disk that is full (needs unshare, and the right to use it)', () => {
  it.each([
    ['once a call was served', ['served']],
    ['from its start', []],
  ])(
    '%s fails calls with a typed error, leaves no file for each, and serves once it has room',
    async (when, before) => {
      const place = await mkdtemp(join(tmpdir(), 'bando-'))
      onTestFinished(() => rm(place, { recursive: true }))
      const process = run('fillDisk.ts', [place, when], withDisk(place))
      const line = await process.line()
      await process.ended
      // SQLITE_FULL.
      expect(JSON.parse(line ?? '{}')).toEqual({ before, failed: [13], left: 1, after: 'served' })
    },
  )
})
