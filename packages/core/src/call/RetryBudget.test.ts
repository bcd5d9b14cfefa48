import { expect, it } from 'vitest'
import { RetryBudget } from './RetryBudget.ts'

const hourMs = 3_600_000

function takeAll(budget: RetryBudget, now: number): number {
  let taken = 0
  while (taken < 1000 && budget.take(now)) taken += 1
  return taken
}

it('has its spares from the start, and no more', () => {
  expect(takeAll(new RetryBudget({ ratio: 0.2, min: 10 }), 0)).toBe(10)
})

it('earns a share of every first try', () => {
  const budget = new RetryBudget({ ratio: 0.25, min: 10 })
  takeAll(budget, 0)
  for (let tries = 0; tries < 3; tries += 1) budget.tried(0)
  expect(takeAll(budget, 0)).toBe(0)
  budget.tried(0)
  expect(takeAll(budget, 0)).toBe(1)
})

it('gets its spares back over an hour', () => {
  const budget = new RetryBudget({ ratio: 0, min: 10 })
  takeAll(budget, 0)
  expect(takeAll(budget, hourMs / 10 - 1)).toBe(0)
  expect(takeAll(budget, hourMs / 10)).toBe(1)
  expect(takeAll(budget, hourMs)).toBe(9)
})

it('saves up no more than its spares, however many tries went well', () => {
  const budget = new RetryBudget({ ratio: 1, min: 10 })
  for (let tries = 0; tries < 1000; tries += 1) budget.tried(tries * hourMs)
  expect(takeAll(budget, 1000 * hourMs)).toBe(10)
})

it('without spares lives of what it earns alone', () => {
  const budget = new RetryBudget({ ratio: 0.5, min: 0 })
  expect(budget.take(hourMs)).toBe(false)
  budget.tried(hourMs)
  budget.tried(hourMs)
  expect(takeAll(budget, hourMs)).toBe(1)
})

it('with endless spares is no budget', () => {
  expect(takeAll(new RetryBudget({ ratio: 0.2, min: Infinity }), 0)).toBe(1000)
})
