import type { UserConfig } from 'tsdown'
import { defineConfig } from 'tsdown'

const shared: UserConfig = {
  fixedExtension: false,
  dts: true,
  // `AsyncDisposable` (TypeScript 5.2).
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
  platform: 'neutral',
  inputOptions: { external: [/^node:/] },
}

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      cli: 'src/cli/cli.ts',
      vitest: 'src/vitest/index.ts',
      msw: 'src/msw/index.ts',
    },
    format: 'esm',
  },
  {
    ...shared,
    entry: { index: 'src/index.ts', msw: 'src/msw/index.ts' },
    format: 'cjs',
    // An ES module only: Jest, as it comes, cannot require one.
    deps: { alwaysBundle: [/^@noble\/hashes/] },
  },
])
