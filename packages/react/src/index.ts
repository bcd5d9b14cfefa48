export { BandoContext } from './BandoContext.ts'
export { BandoProvider } from './BandoProvider.tsx'
export { bandoInfiniteQueryOptions } from './bandoInfiniteQueryOptions.ts'
export { bandoMutationOptions } from './bandoMutationOptions.ts'
export { bandoQueryDefaults } from './bandoQueryDefaults.ts'
export { bandoQueryKey } from './bandoQueryKey.ts'
export { bandoQueryOptions } from './bandoQueryOptions.ts'
export { bandoRetry } from './bandoRetry.ts'
export { bandoRetryDelay } from './bandoRetryDelay.ts'
export { useBando } from './useBando.ts'
export { useBandoClient } from './useBandoClient.ts'
export { useBandoInfiniteQuery } from './useBandoInfiniteQuery.ts'
export { useBandoMutation } from './useBandoMutation.ts'
export { useBandoQuery } from './useBandoQuery.ts'
export { useBandoSuspenseQuery } from './useBandoSuspenseQuery.ts'

export type { BandoProviderProps } from './BandoProvider.tsx'
export type { BandoInfiniteQueryOptions } from './bandoInfiniteQueryOptions.ts'
export type {
  BandoMutationMethod,
  BandoMutationOptions,
  BandoMutationRequest,
} from './bandoMutationOptions.ts'
export type { BandoQueryKey } from './bandoQueryKey.ts'
export type { BandoQueryOptions } from './bandoQueryOptions.ts'
export type { BandoSnapshot } from './useBando.ts'
export type { BandoSuspenseQueryOptions } from './useBandoSuspenseQuery.ts'
export type { CallOptions } from './CallOptions.ts'
