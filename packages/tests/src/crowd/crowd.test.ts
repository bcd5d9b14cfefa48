import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Report } from './crowd.ts'

const crowd = fileURLToPath(new URL('crowd.ts', import.meta.url))
/** A hundred thousand nightly. */
const calls = process.env['BANDO_RUNS'] === undefined ? 10_000 : 100_000
/**
 * The permits of served calls keep their memory: 8 bytes each for half of the calls, and at most
 * twice as much. A leak of 20 bytes a call, the size of the smallest object, would exceed the
 * allowance. The rest is what every run leaves.
 */
const bytesAllowed = 10 * calls + 100_000

// Keeps compiled code, as dropping it would hide a leak of the same size.
const flags = ['--expose-gc', '--no-flush-bytecode', '--conditions=@bando/source']

it('of many waiting calls half are aborted at random, the rest are sent in order, and the heap does not grow', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, crowd, String(calls), '1'])
  const report = JSON.parse(stdout) as Report
  if (process.env['BANDO_RUNS']) console.table(report)
  expect(report).toMatchObject({ aborted: calls / 2, served: calls / 2, outOfOrder: 0 })
  expect(report.bytesLeft).toBeLessThan(bytesAllowed)
})
