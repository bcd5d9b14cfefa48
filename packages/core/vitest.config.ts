import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// Starting a worker for each of its many files would take longer than the tests.
export default mergeConfig(shared, { test: { isolate: false } })
