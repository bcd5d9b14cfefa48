import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: 'src/serve.ts',
  fixedExtension: false,
  dts: true,
  platform: 'node',
  // Vite has put the page there.
  clean: false,
})
