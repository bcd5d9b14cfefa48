import { json } from '../../answers/Answer.ts'
import type { RouteTable } from '../Route.ts'
import { readPage } from './readPage.ts'

/** Something that can be bought. */
export interface Product {
  readonly sku: string
  readonly brand: string
  readonly kind: 'topup' | 'gift-card'
  readonly country: string
  /** In US dollars. */
  readonly price: number
}

export const products: readonly Product[] = [
  { sku: 'telcel-100', brand: 'Telcel', kind: 'topup', country: 'MX', price: 5.8 },
  { sku: 'telcel-200', brand: 'Telcel', kind: 'topup', country: 'MX', price: 11.5 },
  { sku: 'claro-20', brand: 'Claro', kind: 'topup', country: 'CO', price: 4.9 },
  { sku: 'amazon-mx-500', brand: 'Amazon', kind: 'gift-card', country: 'MX', price: 28.9 },
  { sku: 'spotify-us-10', brand: 'Spotify', kind: 'gift-card', country: 'US', price: 10 },
]

/** Products, by what they are and who sells them. A page counts products: a group may go on in the next. */
export const productRoutes: RouteTable = {
  'GET /api/v1/products/grouped/': (call, { problem }) => {
    const read = readPage(call, products, (product) => product.sku)
    if ('wrong' in read) return problem('invalid-request', { detail: read.wrong })
    return json({ products: grouped(read.page.items) }, 200, read.page.headers)
  },
}

function grouped(
  items: readonly Product[],
): { kind: string; brands: { brand: string; variants: Product[] }[] }[] {
  return unique(items, 'kind').map((kind) => {
    const sold = items.filter((product) => product.kind === kind)
    const brands = unique(sold, 'brand').map((brand) => ({
      brand,
      variants: sold.filter((product) => product.brand === brand),
    }))
    return { kind, brands }
  })
}

function unique(among: readonly Product[], property: 'kind' | 'brand'): string[] {
  return [...new Set(among.map((product) => product[property]))]
}
