import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { main: 'src/main.ts', startApp: 'src/startApp.ts' },
  format: 'esm',
  fixedExtension: false,
  dts: true,
  platform: 'node',
})
