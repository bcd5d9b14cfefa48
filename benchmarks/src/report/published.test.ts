import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { benchmarks } from '../benchmarks.ts'
import type { Result } from '../frame/Result.ts'
import { placesOf } from './readme.ts'
import { readmes, resultsFolder, withResults } from './readmes.ts'
import { filesOf } from './results.ts'

const folder = fileURLToPath(resultsFolder)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const names = readdirSync(folder)
const read = (name: string): string => readFileSync(new URL(name, resultsFolder), 'utf8')
const results = names.filter((name) => name.endsWith('.json')).map((name) => JSON.parse(read(name)) as Result)

test('the results are of benchmarks that exist', () => {
  const known = new Set(benchmarks.map(({ name }) => name))
  expect(results.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
})

test('the folder has the files of its results and no others', () => {
  expect(names.toSorted()).toEqual(results.flatMap((result) => [...filesOf(result).keys()]).toSorted())
})

test.each(results)('the tables and plots of $name show its values', (result) => {
  for (const [name, text] of filesOf(result)) expect(read(name), name).toBe(text)
})

describe.each(readmes().map((readme) => ({ readme, name: relative(root, readme) })))(
  '$name',
  ({ readme }) => {
    const text = readFileSync(readme, 'utf8')

    test('shows the tables that the last run wrote', async () => {
      expect(text).toBe(await withResults(readme, results))
    })

    test('has a result for each of its places', () => {
      const known = new Set(results.map(({ name }) => name))
      expect(placesOf(text).filter((name) => !known.has(name))).toEqual([])
    })
  },
)
