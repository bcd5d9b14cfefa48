import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
  format: ['esm', 'cjs'],
  fixedExtension: false,
  dts: true,
  platform: 'node',
  // `fromBando` becomes part of this package, so that its users install no other.
  deps: { alwaysBundle: ['@bando/rxjs'] },
})
