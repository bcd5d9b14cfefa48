import { defineConfig } from 'vitest/config'

const conditions = ['@bando/source', 'import', 'module', 'default']

/** What every package's tests have in common: they run from source, without a build. */
export const shared = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@bando/source'] } },
  test: {
    restoreMocks: true,
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    fsModuleCache: false,
  },
})
