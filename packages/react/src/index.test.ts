import { expect, it } from 'vitest'
import * as entry from './index.ts'

it('exports these names: a new name is a feature, and a missing one breaks users', () => {
  expect(Object.keys(entry).sort()).toEqual([
    'BandoContext',
    'BandoProvider',
    'bandoInfiniteQueryOptions',
    'bandoMutationOptions',
    'bandoQueryDefaults',
    'bandoQueryKey',
    'bandoQueryOptions',
    'bandoRetry',
    'bandoRetryDelay',
    'useBando',
    'useBandoClient',
    'useBandoInfiniteQuery',
    'useBandoMutation',
    'useBandoQueries',
    'useBandoQuery',
    'useBandoSuspenseQueries',
    'useBandoSuspenseQuery',
    'useBandoWait',
    'useCountdown',
    'usePrefetchBandoQuery',
  ])
})
