import { createBando } from '@bando/core'
import type { BandoError } from '@bando/core'
import { QueryClient, useMutation } from '@tanstack/react-query'
import { expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { bandoMutationOptions, useBandoMutation } from '../index.ts'

interface Order {
  readonly id: number
}

const bando = createBando()
const address = '0xAb'
const registration = (hash: string) => ({
  reference: '+525512345678',
  requiredFields: [],
  transactionIntent: {
    sku: 'a-uuid',
    quantity: 1,
    amount: '5.80',
    chain: 'arb',
    token: '0xaf88',
    wallet: address,
    hasAcceptedTerms: true,
    quoteId: 7,
  },
  transactionReceipt: { hash, virtualMachineType: 'EVM' },
})

it('types body and data of a described path', () => {
  const quote = useBandoMutation('POST', '/api/v1/quotes/')
  quote.mutate({ sku: 'a-uuid', fiatCurrency: 'MXN', digitalAsset: '0xaf88', chainId: 42_161 })
  // @ts-expect-error -- `chainId` is missing
  quote.mutate({ sku: 'a-uuid', fiatCurrency: 'MXN', digitalAsset: '0xaf88' })
  expectTypeOf(quote.data?.totalAmount).toEqualTypeOf<string | number | undefined>()
  expectTypeOf(quote.error).toEqualTypeOf<BandoError | null>()
  // @ts-expect-error -- the body has other fields
  useBandoMutation('POST', '/api/v1/quotes/', { request: () => ({ body: { sku: 1 } }) })
})

it('makes the request of a described path from any variables', () => {
  const register = useBandoMutation('POST', '/api/v1/wallets/{address}/transactions/', {
    request: (hash: string) => ({ params: { address }, body: registration(hash), idempotencyKey: true }),
  })
  register.mutate('0xfeed')
  // @ts-expect-error -- the variables are a string
  register.mutate(1)
  expectTypeOf(register.data?.transactionId).toEqualTypeOf<string | undefined>()
  // @ts-expect-error -- the path needs `address`
  useBandoMutation('POST', '/api/v1/wallets/{address}/transactions/')
  const request = (hash: string) => ({ body: registration(hash) })
  // @ts-expect-error -- the path needs `address`
  useBandoMutation('POST', '/api/v1/wallets/{address}/transactions/', { request })
})

it('accepts data and variables of your own for any other path', () => {
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

it('has status and headers on request, and the data of a schema', () => {
  const schema = z.object({ id: z.number().transform(String) })
  const order = useBandoMutation('POST', '/orders', { schema, withHeaders: true })
  expectTypeOf(order.data?.data).toEqualTypeOf<{ id: string } | undefined>()
  expectTypeOf(order.data?.status).toEqualTypeOf<number | undefined>()
})

it('makes options for every hook and method', () => {
  const options = bandoMutationOptions(bando, 'POST', '/api/v1/quotes/', {
    onMutate: ({ sku }) => sku.length,
    onSuccess: (data, _, length) => {
      expectTypeOf(data.totalAmount).toEqualTypeOf<string | number>()
      expectTypeOf(length).toEqualTypeOf<number>()
    },
  })
  expectTypeOf(useMutation(options).data?.fiatCurrency).toEqualTypeOf<string | undefined>()
  new QueryClient().setMutationDefaults(['bando', 'POST', '/api/v1/quotes/'], options)
})
