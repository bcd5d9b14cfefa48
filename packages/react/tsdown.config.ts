import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/devtools/index.ts', 'src/devtools/production.ts'],
  format: ['esm', 'cjs'],
  fixedExtension: false,
  dts: true,
  platform: 'neutral',
  // Keeps each file separate, so that a server can use the files without 'use client'.
  unbundle: true,
  inputOptions: {
    // Hides a warning of rolldown. A test shows that 'use client' is kept.
    onLog(level, log, report) {
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
    },
  },
})
