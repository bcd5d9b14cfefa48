import { expect, it } from 'vitest'
import { outcomes, call } from './call.testing.ts'
import { isOurBudget } from './isOurBudget.ts'

it.each(['rejected', 'locked', 'forbidden'] as const)(
  '%s: of the address, whose budget an anonymous call is on',
  (kind) => {
    expect(isOurBudget(call({ credentialId: 'a' }), outcomes[kind])).toBe(false)
    expect(isOurBudget(call(), outcomes[kind])).toBe(true)
  },
)

it.each(['ok', 'limited', 'notFound', 'broken', 'redirected'] as const)(
  '%s: of the budget it left on',
  (kind) => {
    expect(isOurBudget(call({ credentialId: 'a' }), outcomes[kind])).toBe(true)
    expect(isOurBudget(call(), outcomes[kind])).toBe(true)
  },
)
