import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// No other condition: `import` here would reach what CommonJS packages require, too.
const conditions = ['@bando/source']

/** What every package's tests have in common: they run from source, without a build. */
export const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    restoreMocks: true,
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    fsModuleCache: false,
    // A busy machine is no failure: time is asserted by clocks that stand still, never by this. Nightly runs take as long as they take.
    testTimeout: process.env['BANDO_RUNS'] === undefined ? 30_000 : 3_600_000,
  },
})
