import type { Bando, BandoState, CallWait } from '@bando/core'
import { createBando } from '@bando/core'
import { expectTypeOf, it } from 'vitest'
import { bandoQueryKey, useBando, useBandoClient, useBandoWait, useCountdown } from '../index.ts'

const bando = createBando()

it('types the whole snapshot', () => {
  expectTypeOf(useBando().client).toEqualTypeOf<Bando>()
  expectTypeOf(useBando()).toExtend<BandoState>()
})

it('types the result of the selector, and its comparison', () => {
  expectTypeOf(useBando(({ limit }) => limit.remaining)).toEqualTypeOf<number>()
  expectTypeOf(useBando(({ limit }) => new Date(limit.resetsAt ?? 0), bando)).toEqualTypeOf<Date>()
  const isEqual = (before: Date, next: Date): boolean => before.getTime() === next.getTime()
  useBando(({ limit }) => new Date(limit.resetsAt ?? 0), bando, { isEqual })
  // @ts-expect-error -- the selection is a number
  useBando(({ limit }) => limit.remaining, bando, { isEqual })
  // @ts-expect-error -- the limit has no such property
  useBando(({ limit }) => limit.left)
})

it('types the client, the wait and the countdown', () => {
  expectTypeOf(useBandoClient()).toEqualTypeOf<Bando>()
  expectTypeOf(useBandoClient(bando)).toEqualTypeOf<Bando>()
  expectTypeOf(useBandoWait(bandoQueryKey('/coolness'))).toEqualTypeOf<CallWait | undefined>()
  expectTypeOf(useCountdown(useBandoWait(['mine'], bando)?.nextAt)).toEqualTypeOf<number | undefined>()
  // @ts-expect-error -- a key is a list
  useBandoWait('/coolness')
})
