import { mergeConfig } from 'vitest/config'
import normal from './vitest.config.ts'

// This `include` is added to that of the normal run.
export default mergeConfig(normal, { test: { include: ['projects/*.matrix.ts'] } })
