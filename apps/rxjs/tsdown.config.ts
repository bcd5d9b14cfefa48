import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { main: 'src/main.ts', run: 'src/run.ts' },
  format: 'esm',
  fixedExtension: false,
  dts: true,
  platform: 'node',
})
