import { expect, test } from 'vitest'
import { emptyPlaces, fillPlaces, placesOf } from './readme.ts'
import { result, table } from './result.testing.ts'
import { tableText } from './table.ts'

const before = 'Above.\n\n<!-- bench request/loopback -->\nold\n<!-- /bench -->\n\nBelow.\n'

test('a place gets the table and its note, and the rest stays', () => {
  const text = fillPlaces(before, [result], 'benchmarks/results')
  expect(text).toContain(
    `Above.\n\n<!-- bench request/loopback -->\n${tableText(table)}\n\nMeasured on 2026-11-29`,
  )
  expect(text).toMatch(
    /\[How to read it, and all figures\]\(benchmarks\/results\/request\.md\)\.\n<!-- \/bench -->\n\nBelow\.\n$/,
  )
  expect(text).not.toContain('old')
})

test('a place that is filled again with the same result does not change', () => {
  const once = fillPlaces(before, [result], 'results')
  expect(fillPlaces(once, [result], 'results')).toBe(once)
})

test('a place for a plot gets the plot instead', () => {
  const text = fillPlaces(before.replace('loopback', 'loopback plot'), [result], 'results')
  expect(text).toContain('![A request over loopback](results/request-loopback.svg)')
  expect(text).not.toContain('|')
})

test('a place of another benchmark does not change', () => {
  expect(fillPlaces(before, [{ ...result, name: 'queue' }], 'results')).toBe(before)
})

test('a table that does not exist is a mistake that names those that do', () => {
  expect(() => fillPlaces(before.replace('loopback', 'moon'), [result], 'results')).toThrow(
    '<!-- bench request/moon -->: there is no such table. Choose from loopback.',
  )
})

test('the places of a text are found by the names of their benchmarks', () => {
  expect(placesOf(`${before}\n${before.replace('request', 'queue')}`)).toEqual(['request', 'queue'])
})

test('a text can be emptied of what its places show', () => {
  const empty = before.replace('old', 'Not measured on this state yet: `pnpm bench request`.')
  expect(emptyPlaces(fillPlaces(before, [result], 'results'))).toBe(empty)
  const plot = empty.replace('loopback', 'loopback plot')
  expect(emptyPlaces(fillPlaces(plot, [result], 'results'))).toBe(plot)
})
