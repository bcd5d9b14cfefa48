import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    cli: 'src/cli/cli.ts',
    vitest: 'src/vitest/index.ts',
    msw: 'src/msw/index.ts',
  },
  format: 'esm',
  fixedExtension: false,
  dts: true,
  platform: 'neutral',
  inputOptions: { external: [/^node:/] },
})
