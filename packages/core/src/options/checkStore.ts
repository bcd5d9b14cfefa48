import type { Store } from '../contract/Store.ts'
import { mistake } from './checks.ts'

/** @throws BandoConfigError */
export function checkStore(given: Store | undefined): Store | undefined {
  if (given === undefined) return undefined
  const { kind }: Partial<Store> = Object(given)
  if (kind === 'memory' || kind === 'shared') return given
  throw mistake('store', 'memoryStore(), fileStore(folder), webStore() or another SharedStore', given)
}
