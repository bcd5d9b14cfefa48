import { mergeConfig } from 'vitest/config'
import { shared } from '../../vitest.shared.ts'

// happy-dom has a fetch of its own, which would refuse the mock's origin: it is another port.
export default mergeConfig(shared, {
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { settings: { fetch: { disableSameOriginPolicy: true } } } },
  },
})
