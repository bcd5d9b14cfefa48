import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Suite } from './findSuites.ts'
import { showProgress } from './Progress.ts'
import type { SuitesRun } from './runSuites.ts'
import { soak } from './soak.ts'
import { Tally } from './Tally.ts'

const suites: readonly Suite[] = ['p/a', 'p/b', 'q/c'].map((name) => ({
  folder: name.slice(0, 1),
  file: `${name}.test.ts`,
}))
const [first] = suites
const pass = (group: readonly Suite[]): SuitesRun => ({
  passed: new Set(group),
  durationMs: 1500,
  output: 'fine',
})
/** The first suite fails, and those that run with it pass. */
const fail = (group: readonly Suite[]): SuitesRun => ({
  passed: new Set(group.filter((suite) => suite !== first)),
  durationMs: 1500,
  output: 'expected 1, found 2',
})

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const statePath = join(folder, 'state.json')
  const failuresFolder = join(folder, 'failures')
  const ran: string[] = []
  const play = (tally: Tally, results: readonly (typeof pass | Error)[] = []) =>
    soak({
      suites,
      rounds: 3,
      tally,
      progress: { step() {}, stop() {} },
      failuresFolder,
      run(group) {
        const result = results[ran.length] ?? pass
        if (result instanceof Error) return Promise.reject(result)
        ran.push(group.map(({ file }) => file).join(' '))
        return Promise.resolve(result(group))
      },
    })
  return { ran, play, failuresFolder, open: (version = 'v1') => new Tally(statePath, version) }
}

it('runs every suite once a round, those of a package together', async () => {
  const { ran, play, open } = await setUp()
  const tally = open()
  await play(tally)
  const round = ['p/a.test.ts p/b.test.ts', 'q/c.test.ts']
  expect(ran).toEqual([...round, ...round, ...round])
  for (const { file } of suites) expect(tally.of(file)).toEqual({ passed: 3, failed: 0 })
})

it('continues where it was stopped, with its counts', async () => {
  const { ran, play, open } = await setUp()
  await expect(play(open(), [pass, pass, fail, new Error('stopped')])).rejects.toThrow('stopped')
  expect(ran).toHaveLength(3)
  const tally = open()
  await play(tally)
  expect(ran).toHaveLength(6)
  expect(suites.map(({ file }) => tally.of(file))).toEqual([
    { passed: 2, failed: 1 },
    { passed: 3, failed: 0 },
    { passed: 3, failed: 0 },
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
  await play(tally, [pass, pass, fail])
  expect(await readdir(failuresFolder)).toEqual(['p.round-2.txt'])
  expect(await readFile(join(failuresFolder, 'p.round-2.txt'), 'utf8')).toBe('expected 1, found 2')
  tally.clear()
  await play(open())
  await expect(readdir(failuresFolder)).rejects.toThrow('ENOENT')
})

it('writes a line for each package if there is no terminal', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const progress = showProgress(20, 4, false)
  progress.step({ folder: 'p', count: 2, round: 2, failed: [], durationMs: 1500 })
  progress.step({ folder: 'q', count: 3, round: 2, failed: ['q/c.test.ts'], durationMs: 90_000 })
  expect(log.mock.calls.flat()).toEqual([
    '6 of 20 · round 2 · p · 2 in 1.5 s · passed',
    '9 of 20 · round 2 · q · 3 in 90.0 s · FAILED: q/c.test.ts',
  ])
})
