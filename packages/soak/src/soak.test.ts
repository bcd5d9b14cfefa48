import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Suite } from './findSuites.ts'
import { showProgress } from './Progress.ts'
import type { SuiteRun } from './runSuite.ts'
import { soak } from './soak.ts'
import { Tally } from './Tally.ts'

const suites: readonly Suite[] = ['a', 'b'].map((name) => ({ folder: 'p', file: `p/${name}.test.ts` }))
const passed: SuiteRun = { hasPassed: true, durationMs: 1500, output: 'fine' }
const failed: SuiteRun = { hasPassed: false, durationMs: 1500, output: 'expected 1, found 2' }

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const statePath = join(folder, 'state.json')
  const failuresFolder = join(folder, 'failures')
  const ran: string[] = []
  const play = (tally: Tally, results: readonly (SuiteRun | Error)[] = []) =>
    soak({
      suites,
      rounds: 3,
      concurrency: 1,
      tally,
      progress: { step() {}, stop() {} },
      failuresFolder,
      run: ({ file }) => {
        const result = results[ran.length] ?? passed
        if (result instanceof Error) return Promise.reject(result)
        ran.push(file)
        return Promise.resolve(result)
      },
    })
  return { ran, play, failuresFolder, open: (version = 'v1') => new Tally(statePath, version) }
}

it('runs every suite once a round', async () => {
  const { ran, play, open } = await setUp()
  const tally = open()
  await play(tally)
  expect(ran).toEqual([
    'p/a.test.ts',
    'p/b.test.ts',
    'p/a.test.ts',
    'p/b.test.ts',
    'p/a.test.ts',
    'p/b.test.ts',
  ])
  expect(suites.map(({ file }) => tally.of(file))).toEqual([
    { passed: 3, failed: 0 },
    { passed: 3, failed: 0 },
  ])
})

it('continues where it was stopped, with its counts', async () => {
  const { ran, play, open } = await setUp()
  await expect(play(open(), [passed, failed, passed, new Error('stopped')])).rejects.toThrow('stopped')
  expect(ran).toHaveLength(3)
  const tally = open()
  await play(tally)
  expect(ran).toHaveLength(6)
  expect(suites.map(({ file }) => tally.of(file))).toEqual([
    { passed: 3, failed: 0 },
    { passed: 2, failed: 1 },
  ])
})

it('drops the counts of another version of the code', async () => {
  const { ran, play, open } = await setUp()
  await play(open())
  await play(open('v2'))
  expect(ran).toHaveLength(12)
})

it('keeps the output of a failure until the next soak begins', async () => {
  const { play, open, failuresFolder } = await setUp()
  const tally = open()
  await play(tally, [passed, failed])
  expect(await readdir(failuresFolder)).toEqual(['p-b.test.ts.round-1.txt'])
  expect(await readFile(join(failuresFolder, 'p-b.test.ts.round-1.txt'), 'utf8')).toBe('expected 1, found 2')
  tally.clear()
  await play(open())
  await expect(readdir(failuresFolder)).rejects.toThrow('ENOENT')
})

it('writes a line for each suite if there is no terminal', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const progress = showProgress(20, 4, false)
  progress.step({ file: 'p/a.test.ts', round: 2, hasPassed: true, durationMs: 1500 })
  progress.step({ file: 'p/b.test.ts', round: 2, hasPassed: false, durationMs: 90_000 })
  expect(log.mock.calls.flat()).toEqual([
    '5 of 20 · round 2 · passed in 1.5 s · p/a.test.ts',
    '6 of 20 · round 2 · FAILED in 90.0 s · p/b.test.ts',
  ])
})
