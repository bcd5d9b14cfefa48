import { expect, it, onTestFinished } from 'vitest'
import type { Bando } from './index.ts'
import { createBando, memoryStore } from './index.ts'
import { sharedScope } from './scope/registry.ts'
import { ManualClock } from './testing/index.ts'

const origin = 'https://api.bando.cool'

/** A client, and whether its process still remembers the origin that the client has called. */
function setUp() {
  const [store, clock] = [memoryStore(), new ManualClock()]
  const rules = { clock, random: () => 0, maxFlightMs: 1, verifiedForMs: 1, maxInFlight: 1, onDamage() {} }
  const bando = createBando({ token: 'bando_a', store, clock })
  onTestFinished(() => bando.close())
  const scope = sharedScope(store, origin, rules)
  const isRemembered = (): boolean => {
    // Another origin makes the process forget those that have nothing to remember.
    sharedScope(store, 'https://another.example', rules)
    return sharedScope(store, origin, rules) === scope
  }
  return { bando, isRemembered }
}

it.each<[string, (bando: Bando) => unknown]>([
  ['had no listener', () => {}],
  ['had no listener, and another token', (bando) => bando.setToken('bando_b')],
  ['had a listener that has left', (bando) => bando.subscribe(() => {})()],
  [
    'had another token before its listener left',
    (bando) => {
      const stop = bando.subscribe(() => {})
      bando.setToken('bando_b')
      stop()
    },
  ],
  [
    'had another token after its listener had left',
    (bando) => {
      bando.subscribe(() => {})()
      bando.setToken('bando_b')
    },
  ],
  ['has a listener', (bando) => bando.subscribe(() => {})],
])('the origin of a closed client that %s is forgotten', async (_, use) => {
  const { bando, isRemembered } = setUp()
  use(bando)
  await bando.close()
  expect(isRemembered()).toBe(false)
})

it('the origin of a client that is not closed is remembered', () => {
  expect(setUp().isRemembered()).toBe(true)
})
