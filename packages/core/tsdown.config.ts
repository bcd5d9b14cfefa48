import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    testing: 'src/testing/index.ts',
    node: 'src/node/index.ts',
    opentelemetry: 'src/opentelemetry/index.ts',
    proxy: 'src/proxy/index.ts',
    store: 'src/store/index.ts',
    web: 'src/web/index.ts',
  },
  format: ['esm', 'cjs'],
  fixedExtension: false,
  dts: true,
  // `Symbol.asyncDispose` (TypeScript 5.2).
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
  platform: 'neutral',
  deps: { neverBundle: [/^node:/] },
})
