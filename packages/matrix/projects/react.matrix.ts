import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FreshProject } from '../src/freshProject.ts'
import { freshProject } from '../src/freshProject.ts'

/** The lowest versions of our ranges and the newest. */
const reacts = {
  lowest: { react: '18.3.1', types: '^18.3.0' },
  newest: { react: '^19.0.0', types: '^19.0.0' },
}
const queries = { lowest: '5.89.0', newest: '^5.108.0' }

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

const tsconfig = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    jsx: 'react-jsx',
    module: 'preserve',
    types: [],
  },
  include: ['typed.tsx'],
}

let tools: FreshProject
let script: string

// These are the same for all versions, so each version installs only itself.
beforeAll(async () => {
  tools = await freshProject({
    bando: ['@bando/mock'],
    from: 'react',
    dependencies: {
      '@happy-dom/global-registrator': '^21.0.4',
      esbuild: '^0.25.0',
      typescript: '~5.9.0',
    },
  })
  const compile = ['esbuild', 'try.jsx', '--format=esm', '--jsx=automatic']
  script = (await tools.run('npx', compile)).stdout
})

afterAll(() => tools[Symbol.asyncDispose]())

it.each(
  Object.values(reacts).flatMap(({ react, types }) =>
    Object.values(queries).map((query) => [react, query, types] as const),
  ),
)('the hooks work with React %s and TanStack Query %s', async (react, query, types) => {
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/react'],
    inside: tools.folder,
    dependencies: {
      '@tanstack/react-query': query,
      '@types/react': types,
      '@types/react-dom': types,
      react,
      'react-dom': react,
    },
    files: { 'tsconfig.json': JSON.stringify(tsconfig), 'typed.tsx': typed, 'try.js': script },
  })
  const checked = await tools.run('npx', ['tsc', '-p', project.folder], { reject: false })
  expect(checked.stdout).toBe('')
  const { stdout } = await project.run('node', ['try.js'])
  expect(JSON.parse(stdout)).toEqual({
    react: expect.stringMatching(react.startsWith('18') ? /^18/ : /^19/),
    query: expect.stringMatching(query.startsWith('5.89') ? /^5\.89\./ : /^5\.1/),
    complaints: [],
    priorities: ['normal', 'high'],
    background: ['low'],
    keys: [2, 1],
  })
})
