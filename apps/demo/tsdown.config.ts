import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { main: 'src/main.ts' },
  format: 'esm',
  fixedExtension: false,
  dts: false,
  platform: 'node',
})
