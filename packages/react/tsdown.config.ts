import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/devtools/index.ts', 'src/devtools/production.ts'],
  format: ['esm', 'cjs'],
  fixedExtension: false,
  dts: true,
  platform: 'neutral',
  // File by file, so that 'use client' stays where it belongs and the factories remain usable on a server.
  unbundle: true,
  inputOptions: {
    // 'use client' is kept (a test says so), though rolldown warns that it may not be.
    onLog(level, log, report) {
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
    },
  },
})
