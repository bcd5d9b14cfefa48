import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// The time-out only ends a run that hangs: an installation takes as long as the registry takes.
export default mergeConfig(shared, {
  test: { globalSetup: ['src/packPackages.ts'], testTimeout: 1_200_000, hookTimeout: 1_200_000 },
})
