import { expect, test } from 'vitest'
import type { Benchmark, Candidate, Metric, Sample } from './Benchmark.ts'
import { countSteps, measure, tablesOf } from './measure.ts'
import { turnsPerRound } from './turns.ts'

const effort = { isQuick: true }
const metrics: readonly Metric[] = [
  { key: 'ms', title: 'time', unit: 'ms', better: 'less', reference: 'one' },
]
const about = { title: 'Times', method: 'By hand.', metrics }

function benchmarkOf(...tables: Candidate[][]): Benchmark {
  return {
    name: 'times',
    title: 'Times',
    rounds: { full: 1, quick: 1 },
    tables: () => tables.map((candidates, index) => ({ ...about, name: String(index), candidates })),
  }
}

/** A candidate that finds these samples in order, and notes in `log` when it is measured. */
function candidate(name: string, samples: readonly Sample[], log: string[] = []): Candidate {
  let round = 0
  return {
    name,
    async measure() {
      log.push(name)
      round += 1
      return samples[round - 1] ?? {}
    },
  }
}

test('the candidates of all tables take turns in each round', async () => {
  const log: string[] = []
  const both = benchmarkOf(
    [candidate('one', [], log), candidate('two', [], log)],
    [candidate('three', [], log)],
  )
  await measure(tablesOf(both, { effort, only: [] }), { effort, rounds: 2, onStep: (step) => log.push(step) })
  const round = ['one', 'Times: one', 'two', 'Times: two', 'three', 'Times: three']
  expect(log).toEqual([...round, ...round])
})

/** A candidate that counts its turns in this round, and notes in `log` what it is told to do. */
function turnTaker(name: string, log: string[]): Candidate {
  return {
    name,
    async start() {
      log.push(`${name} starts`)
      let ms = 0
      return {
        async turn() {
          log.push(name)
          ms += 1
          return { ms }
        },
        async [Symbol.asyncDispose]() {
          log.push(`${name} ends`)
        },
      }
    },
  }
}

test('candidates that are measured in turns run beside each other', async () => {
  const log: string[] = []
  const both = benchmarkOf([turnTaker('one', log), turnTaker('two', log)])
  const [table] = await measure(tablesOf(both, { effort, only: [] }), { effort, rounds: 2, onStep() {} })
  const turns = Array.from({ length: turnsPerRound }, () => ['one', 'two']).flat()
  const round = ['one starts', 'two starts', ...turns, 'two ends', 'one ends']
  expect(log).toEqual([...round, ...round])
  const all = { ms: turnsPerRound }
  expect(table?.rows).toEqual([
    { candidate: 'one', samples: [all, all] },
    { candidate: 'two', samples: [all, all] },
  ])
})

test('the number of steps is known beforehand', async () => {
  const tables = tablesOf(
    benchmarkOf([candidate('one', [])], [turnTaker('two', []), turnTaker('three', [])]),
    {
      effort,
      only: [],
    },
  )
  let steps = 0
  await measure(tables, { effort, rounds: 3, onStep: () => (steps += 1) })
  expect(countSteps(tables, 3)).toBe(steps)
})

test('a row has what each round found', async () => {
  const tables = tablesOf(benchmarkOf([candidate('one', [{ ms: 1 }, { ms: 2 }])]), { effort, only: [] })
  const [table] = await measure(tables, { effort, rounds: 2, onStep() {} })
  expect(table).toEqual({
    ...about,
    name: '0',
    rows: [{ candidate: 'one', samples: [{ ms: 1 }, { ms: 2 }] }],
  })
})

test('a candidate that took too long is not measured again', async () => {
  const log: string[] = []
  const slow = candidate('one', [{ ms: 'over 25 s' }, { ms: 2 }], log)
  const [table] = await measure(tablesOf(benchmarkOf([slow]), { effort, only: [] }), {
    effort,
    rounds: 3,
    onStep() {},
  })
  expect(log).toEqual(['one'])
  expect(table?.rows[0]?.samples).toEqual([{ ms: 'over 25 s' }])
})

test('a candidate that cannot do something is measured in each round', async () => {
  const log: string[] = []
  const limited = candidate('one', [{ ms: 'impossible' }, { ms: 'impossible' }], log)
  await measure(tablesOf(benchmarkOf([limited]), { effort, only: [] }), { effort, rounds: 2, onStep() {} })
  expect(log).toEqual(['one', 'one'])
})

test('only the chosen candidates are measured, and those that others are compared with', () => {
  const all = benchmarkOf(['one', 'two', 'Three'].map((name) => candidate(name, [])))
  const names = (only: string[]): string[] =>
    tablesOf(all, { effort, only }).flatMap(({ candidates }) => candidates.map(({ name }) => name))
  expect(names(['thr'])).toEqual(['one', 'Three'])
  expect(names([])).toEqual(['one', 'two', 'Three'])
})
