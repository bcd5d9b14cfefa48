import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { benchmarks } from '../benchmarks.ts'
import { placesOf } from './readme.ts'
import { readmes, resultsFolder, withResults } from './readmes.ts'
import { filesOf, readResults } from './results.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const known = new Set(benchmarks.map(({ name }) => name))
const results = await readResults(resultsFolder)

test('the results are of benchmarks that exist', () => {
  expect(results.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
})

test('the folder has the files of its results and no others', () => {
  const files = results.flatMap((result) => [...filesOf(result).keys()])
  expect(readdirSync(resultsFolder).toSorted()).toEqual(files.toSorted())
})

test.each(results)('the tables and plots of $name show its values', (result) => {
  for (const [name, text] of filesOf(result)) {
    expect(readFileSync(join(resultsFolder, name), 'utf8'), name).toBe(text)
  }
})

describe.each(readmes().map((readme) => ({ readme, name: relative(root, readme) })))(
  '$name',
  ({ readme }) => {
    const text = readFileSync(readme, 'utf8')

    test('shows the tables that the last run wrote, and none that is not of a run', async () => {
      expect(text).toBe(await withResults(readme, results))
    })

    test('has places only for benchmarks that exist', () => {
      expect(placesOf(text).filter((name) => !known.has(name))).toEqual([])
    })
  },
)
