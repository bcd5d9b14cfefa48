import { describe, expectTypeOf, it } from 'vitest'
import { createBando } from './index.ts'

const bando = createBando()
interface Order {
  readonly amount: number
}

describe('post, put and patch', () => {
  it('refuse options in the place of the body', () => {
    const order: Order = { amount: 1 }
    // @ts-expect-error -- the body is the second argument
    void bando.post('/orders', { body: order })
    // @ts-expect-error -- the same by another client's name
    void bando.put('/orders', { json: order })
    // @ts-expect-error -- options without a body
    void bando.patch('/orders', { headers: { 'x-trace': '1' } })
    // @ts-expect-error -- the same with other options
    void bando.put('/orders', { body: JSON.stringify(order), headers: { 'x-y': '1' } })
    // @ts-expect-error -- the same
    void bando.patch('/orders', { body: order, idempotencyKey: 'a' })
  })

  it('take any other body, whatever is known of it', () => {
    const order: Order = { amount: 1 }
    const unknown: unknown = order
    const any = JSON.parse('{}')
    void bando.post('/orders', order)
    void bando.post('/orders', unknown)
    void bando.post('/orders', any)
    void bando.post('/orders')
    void bando.post('/orders', undefined, { idempotencyKey: 'a' })
    void bando.post('/mails', { body: 'Hello', subject: 'An order' })
    void bando.put('/orders', new FormData())
    void bando.patch('/orders', [order])
    void bando.post<Order>('/notes', { body: 'a note' })
    expectTypeOf(bando.post<Order>('/orders', order)).resolves.toHaveProperty('data').toEqualTypeOf<Order>()
  })
})
