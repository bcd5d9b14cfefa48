import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// Loading Nest again for each file would take longer than the tests.
export default mergeConfig(shared, { test: { isolate: false } })
