import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// No other condition: `import` here would reach what CommonJS packages require, too.
const conditions = ['@bando/source']
const isLong = (process.env['BANDO_RUNS'] ?? process.env['BANDO_SOAK']) !== undefined

/** What every package's tests have in common: they run from source, without a build. */
export const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    restoreMocks: true,
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    fsModuleCache: false,
    // Test files share their workers: to start one for each would take longer than most tests.
    isolate: false,
    // One fewer, as is the default, would leave a core idle while one package is left to test.
    maxWorkers: '100%',
    // These only end a run that hangs. A busy machine is not a failure, and a test of a nightly run
    // or a soak may take hours.
    testTimeout: isLong ? 50_000_000 : 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000, interval: 20 } },
  },
})
