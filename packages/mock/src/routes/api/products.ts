import { json } from '../../answers/Answer.ts'
import type { RouteTable } from '../Route.ts'

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

/** Products, by what they are and who sells them. */
export const productRoutes: RouteTable = {
  'GET /api/v1/products/grouped/': () => json({ products: grouped() }),
}

function grouped(): { kind: string; brands: { brand: string; variants: Product[] }[] }[] {
  return unique(products, 'kind').map((kind) => {
    const sold = products.filter((product) => product.kind === kind)
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
