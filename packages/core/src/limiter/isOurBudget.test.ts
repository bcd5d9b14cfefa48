import { expect, it } from 'vitest'
import { answers, call } from './call.testing.ts'
import { speaksOfOurBudget } from './isOurBudget.ts'

it.each(['rejected', 'locked', 'forbidden'] as const)(
  '%s: of the address, whose budget an anonymous call is on',
  (kind) => {
    expect(speaksOfOurBudget(call({ credential: 'a' }), answers[kind])).toBe(false)
    expect(speaksOfOurBudget(call(), answers[kind])).toBe(true)
  },
)

it.each(['ok', 'limited', 'notFound', 'broken', 'redirected'] as const)(
  '%s: of the budget it left on',
  (kind) => {
    expect(speaksOfOurBudget(call({ credential: 'a' }), answers[kind])).toBe(true)
    expect(speaksOfOurBudget(call(), answers[kind])).toBe(true)
  },
)
