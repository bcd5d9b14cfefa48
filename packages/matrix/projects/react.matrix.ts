import { expect, it } from 'vitest'
import { freshProject } from '../src/freshProject.ts'

/** React with TanStack Query: the lowest versions of our ranges, and the newest. */
const versions: readonly [react: string, query: string, types: string][] = [
  ['18.3.1', '5.89.0', '^18.3.0'],
  ['18.3.1', '^5.108.0', '^18.3.0'],
  ['^19.0.0', '5.89.0', '^19.0.0'],
  ['^19.0.0', '^5.108.0', '^19.0.0'],
]

const typed = `
import { createBando } from '@bando/core'
import { bandoInfiniteQueryOptions, bandoMutationOptions, bandoQueryOptions, useBandoQuery } from '@bando/react'
import { BandoDevtools } from '@bando/react/devtools'
import { QueryClient, useInfiniteQuery, useMutation, usePrefetchQuery, useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query'

const bando = createBando()
const coolness = bandoQueryOptions(bando, '/coolness', { query: { of: 'Rome' } })
const pages = bandoInfiniteQueryOptions<{ next: number }, number>(bando, '/pages', {
  pageQuery: (page) => ({ page }),
  initialPageParam: 1,
  getNextPageParam: ({ next }) => next,
})
export function Typed() {
  usePrefetchQuery(coolness)
  const numbers: number[] = [useSuspenseQuery(coolness).data.coolness]
  const maybe: (number | undefined)[] = [
    useQuery(coolness).data?.coolness,
    useQueries({ queries: [coolness] })[0].data?.coolness,
    useInfiniteQuery(pages).data?.pages[0]?.next,
    new QueryClient().getQueryData(pages.queryKey)?.pages[0]?.next,
    useBandoQuery('/coolness', { withHeaders: true }).data?.data.coolness,
  ]
  useMutation(bandoMutationOptions(bando, 'POST', '/orders')).mutate()
  // @ts-expect-error -- no such parameter of the query
  useBandoQuery('/coolness', { query: { fo: 'Rome' } })
  return <BandoDevtools initialIsOpen={numbers.length === maybe.length} />
}
`

it.each(versions)('the hooks work with React %s and TanStack Query %s', async (react, query, types) => {
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/mock', '@bando/react'],
    from: 'react',
    dependencies: {
      '@happy-dom/global-registrator': '^21.0.4',
      '@tanstack/react-query': query,
      '@types/react': types,
      '@types/react-dom': types,
      esbuild: '^0.25.0',
      react,
      'react-dom': react,
      typescript: '~5.9.0',
    },
    files: {
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          jsx: 'react-jsx',
          module: 'preserve',
          types: [],
        },
        include: ['typed.tsx'],
      }),
      'typed.tsx': typed,
    },
  })
  expect((await project.run('npx', ['tsc'], { reject: false })).stdout).toBe('')
  const bundle = [
    'esbuild',
    'try.jsx',
    '--bundle',
    '--packages=external',
    '--format=esm',
    '--jsx=automatic',
    '--outfile=try.js',
  ]
  await project.run('npx', bundle)
  const { stdout } = await project.run('node', ['try.js'])
  expect(JSON.parse(stdout)).toMatchObject({
    react: expect.stringMatching(react.startsWith('18') ? /^18/ : /^19/),
    complaints: [],
    priorities: expect.arrayContaining(['high']),
    background: expect.arrayContaining(['low']),
    keys: [2, 1],
  })
})
