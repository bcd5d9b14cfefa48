import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Report } from './crowd.ts'

const crowd = fileURLToPath(new URL('crowd.ts', import.meta.url))
/** A hundred thousand nightly. */
const calls = process.env['BANDO_RUNS'] === undefined ? 10_000 : 100_000
/**
 * The permits of those that were served keep their room, 8 bytes each for half of the calls, and at most twice that. A leak of 20
 * bytes a call, the least that an object takes, would leave more than what is allowed here. The rest is what any run leaves.
 */
const bytesAllowed = 10 * calls + 100_000

// Compiled code is kept, since dropping it would hide a leak of as much.
const flags = ['--expose-gc', '--no-flush-bytecode', '--conditions=@bando/source']

it('a crowd waits, half of it is aborted at random, the rest leaves in order, and the heap is where it was', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, crowd, String(calls), '1'])
  const report = JSON.parse(stdout) as Report
  if (process.env['BANDO_RUNS']) console.table(report)
  expect(report).toMatchObject({ aborted: calls / 2, served: calls / 2, outOfOrder: 0 })
  expect(report.bytesLeft).toBeLessThan(bytesAllowed)
})
