import { createBando } from '@bando/core'
import type { BandoError } from '@bando/core'
import { QueryClient, useMutation } from '@tanstack/react-query'
import { expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { bandoMutationOptions, useBandoMutation } from './index.ts'

interface Order {
  readonly id: number
}

const bando = createBando()
const address = '0xAb'

it('types body and data of a described path', () => {
  const quote = useBandoMutation('POST', '/api/v1/quotes/')
  quote.mutate({ sku: 'telcel-100', networkKey: 'base', token: 'USDC' })
  // @ts-expect-error -- `token` is missing
  quote.mutate({ sku: 'telcel-100', networkKey: 'base' })
  expectTypeOf(quote.data?.amount).toEqualTypeOf<number | undefined>()
  expectTypeOf(quote.error).toEqualTypeOf<BandoError | null>()
  // @ts-expect-error -- it cannot be written
  useBandoMutation('POST', '/api/v1/quotes/', { request: () => ({ body: { sku: 1 } }) })
})

it('makes the request of a described path of any variables', () => {
  const buy = useBandoMutation('POST', '/api/v1/wallets/{address}/transactions/', {
    request: (sku: string) => ({ params: { address }, body: { sku }, idempotencyKey: true }),
  })
  buy.mutate('telcel-100')
  // @ts-expect-error -- it is something else
  buy.mutate(1)
  expectTypeOf(buy.data?.status).toEqualTypeOf<'pending' | 'processing' | 'completed' | undefined>()
  // @ts-expect-error -- the path needs `address`
  useBandoMutation('POST', '/api/v1/wallets/{address}/transactions/')
  const request = (sku: string): { body: { sku: string } } => ({ body: { sku } })
  // @ts-expect-error -- the path needs `address`
  useBandoMutation('POST', '/api/v1/wallets/{address}/transactions/', { request })
})

it('takes data and variables of your own for any other path', () => {
  const order = useBandoMutation<Order, { amount: number }>('POST', '/orders', {
    request: (body) => ({ body, query: { any: 1 } }),
  })
  order.mutate({ amount: 5 })
  expectTypeOf(order.data).toEqualTypeOf<Order | undefined>()
  const removal = useBandoMutation('DELETE', '/orders/{id}', {
    request: (id: string) => ({ params: { id } }),
  })
  removal.mutate('1')
  useBandoMutation('POST', '/orders').mutate()
})

it('has status and headers if asked for, and the data of a schema', () => {
  const schema = z.object({ id: z.number().transform(String) })
  const order = useBandoMutation('POST', '/orders', { schema, withHeaders: true })
  expectTypeOf(order.data?.data).toEqualTypeOf<{ id: string } | undefined>()
  expectTypeOf(order.data?.status).toEqualTypeOf<number | undefined>()
})

it('makes options for every hook and method', () => {
  const options = bandoMutationOptions(bando, 'POST', '/api/v1/quotes/', {
    onMutate: ({ sku }) => sku.length,
    onSuccess: (data, _, length) => {
      expectTypeOf(data.amount).toEqualTypeOf<number>()
      expectTypeOf(length).toEqualTypeOf<number>()
    },
  })
  expectTypeOf(useMutation(options).data?.amount).toEqualTypeOf<number | undefined>()
  new QueryClient().setMutationDefaults(['bando', 'POST', '/api/v1/quotes/'], options)
})
