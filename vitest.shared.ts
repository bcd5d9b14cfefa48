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
    // These only end a run that hangs. A busy machine is not a failure, and nightly runs take most
    // of a night.
    testTimeout: process.env['BANDO_RUNS'] === undefined ? 600_000 : 50_000_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000, interval: 20 } },
  },
})
