import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// zone.js replaces the global `Promise` of the process that imports it.
export default mergeConfig(shared, { test: { isolate: true } })
