import { fileURLToPath } from 'node:url'
import type { Benchmark, Candidate, Metric } from '../frame/Benchmark.ts'
import { bundleSize } from './bundle.ts'
import type { Import } from './entries.ts'
import { entries, realistic } from './entries.ts'
import { installed } from './installed.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const gzipped: Metric = { key: 'gzipped', title: 'minified and gzipped', unit: 'bytes', better: 'less' }
const minified: Metric = { key: 'minified', title: 'minified', unit: 'bytes', better: 'less' }

const clients: Readonly<Record<string, readonly string[]>> = {
  '@bando/core': ['@bando/core'],
  ofetch: ['ofetch'],
  'openapi-fetch': ['openapi-fetch'],
  ky: ['ky'],
  axios: ['axios'],
  got: ['got'],
  '@octokit/core': ['@octokit/core'],
  '@octokit/core, throttling and retry': [
    '@octokit/core',
    '@octokit/plugin-throttling',
    '@octokit/plugin-retry',
  ],
  'p-queue': ['p-queue'],
  'p-throttle': ['p-throttle'],
  limiter: ['limiter'],
  'rate-limiter-flexible': ['rate-limiter-flexible'],
  bottleneck: ['bottleneck'],
}

export const size: Benchmark = {
  name: 'size',
  title: 'How large the packages are',
  rounds: { full: 1, quick: 1 },
  tables: () => [
    {
      name: 'imports',
      title: 'What an import adds to a page',
      method:
        'Bundled for a browser with esbuild, with what a user of each imports for one client. Only Bando, the octokit plugins and the five limiters below them know a limit.',
      metrics: [gzipped, minified],
      candidates: realistic.map(bundled),
    },
    {
      name: 'entries',
      title: 'What each entry adds',
      method: 'Everything that the entry exports, bundled in the same way.',
      metrics: [gzipped, minified],
      candidates: entries.map(bundled),
    },
    {
      name: 'installed',
      title: 'What `npm install` adds',
      method: 'The packages with their dependencies and the bytes of their files.',
      metrics: [
        { key: 'packages', title: 'packages', unit: 'count', better: 'less' },
        { key: 'bytes', title: 'on disk', unit: 'bytes', better: 'less' },
      ],
      candidates: Object.entries(clients).map(([name, packages]) => ({
        name,
        measure: async () => ({ ...(await installed(packages, here)) }),
      })),
    },
  ],
}

function bundled(each: Import): Candidate {
  return { name: each.name, measure: async () => ({ ...(await bundleSize(each)) }) }
}
