import { expect, test } from 'vitest'
import { result, table } from './result.testing.ts'
import { measuredText, resultText, tableText } from './table.ts'

test('a table has a row for each candidate and a column for each metric', () => {
  expect(tableText(table)).toBe(
    [
      '|           |              time ↓, × fetch | refused ↓ |',
      '| :-------- | ---------------------------: | --------: |',
      '| fetch     |               1.00 × · 15 ms |         0 |',
      '| **Bando** | 1.25 × (1.00–1.50) · 17.5 ms |         0 |',
      '| a < b     |                    over 25 s |   8 (7–9) |',
    ].join('\n'),
  )
})

test('the note names the day, the machine and the rounds', () => {
  expect(measuredText(result)).toBe(
    'Measured on 2026-11-29 with Node 24.21.0 on 2 cores of AMD EPYC, 24 GiB, in 2 rounds.',
  )
  expect(measuredText({ ...result, rounds: 1, isQuick: true })).toMatch(/, in one round with `--quick`\.$/)
})

test('the text of a result has the table, the plot and the method of each of its tables', () => {
  const text = resultText(result)
  expect(text).toContain('# What a request costs\n')
  expect(text).toContain('## A request over `loopback`\n\nBy hand.\n\n![](request-loopback.svg)\n\n|')
  expect(text).toContain(tableText(table))
})
