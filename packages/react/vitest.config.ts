import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// The fetch of happy-dom would refuse the mock's origin, which has another port.
export default mergeConfig(shared, {
  test: {
    setupFiles: ['test/patience.ts'],
    // Each file has a page of its own.
    isolate: true,
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { settings: { fetch: { disableSameOriginPolicy: true } } } },
  },
})
