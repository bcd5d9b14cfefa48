import { expect, it } from 'vitest'
import * as entry from './index.ts'

it('promises these names: one more is a feature, one less breaks users', () => {
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
