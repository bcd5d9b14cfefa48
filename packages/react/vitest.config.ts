import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// happy-dom has a fetch of its own, which would refuse the mock's origin: it is another port.
export default mergeConfig(shared, {
  test: {
    setupFiles: ['test/patience.ts'],
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { settings: { fetch: { disableSameOriginPolicy: true } } } },
  },
})
