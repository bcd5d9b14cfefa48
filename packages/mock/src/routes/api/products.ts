import { json } from '../../answers/Answer.ts'
import { slugOf } from '../../catalogue/brandImage.ts'
import { grouped, variants } from '../../catalogue/variants.ts'
import type { Variant } from '../../catalogue/Variant.ts'
import type { RouteTable } from '../Route.ts'

/** Serves the whole catalogue in one response. */
export const productRoutes: RouteTable = {
  'GET /api/v1/products/grouped/': (call) => {
    const query = new URLSearchParams(call.search)
    return json({ products: grouped(variants.filter((variant) => isAskedFor(variant, query))) })
  },
}

function isAskedFor(variant: Variant, query: URLSearchParams): boolean {
  const has = (parameter: string, found: readonly string[]): boolean => {
    const wanted = query.get(parameter)?.toLowerCase().split(',')
    return wanted === undefined || found.some((one) => wanted.includes(one.toLowerCase()))
  }
  return (
    has('country', [variant.country]) &&
    has('type', [variant.productType]) &&
    has('subType', variant.subTypes) &&
    has('brand', [slugOf(variant.brand)]) &&
    has('category', variant.categories)
  )
}
