import { brandImage, slugOf } from './brandImage.ts'
import { offers } from './offers.ts'
import type { Brand, ProductType, Variant } from './Variant.ts'
import { variantOf } from './variantOf.ts'

/** All product variants. */
export const variants: readonly Variant[] = offers.map((offer, index) => variantOf(offer, index + 1))

const bySku = new Map(variants.map((variant) => [variant.sku, variant]))

export function findVariant(sku: string): Variant | undefined {
  return bySku.get(sku)
}

/** Groups the given variants by type, then by brand. Omits empty groups. */
export function grouped(given: readonly Variant[]): { productType: ProductType; brands: Brand[] }[] {
  return unique(given.map(({ productType }) => productType)).map((productType) => {
    const ofType = given.filter((variant) => variant.productType === productType)
    const brands = unique(ofType.map(({ brand }) => brand)).map((brand) =>
      brandOf(
        brand,
        ofType.filter((variant) => variant.brand === brand),
      ),
    )
    return { productType, brands: brands.sort((one, other) => one.order - other.order) }
  })
}

const brandNames = unique(variants.map(({ brand }) => brand))

function brandOf(brandName: string, ofBrand: readonly Variant[]): Brand {
  return {
    brandName,
    brandSlug: slugOf(brandName),
    imageUrl: brandImage(brandName),
    order: brandNames.indexOf(brandName) + 1,
    variants: ofBrand,
  }
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)]
}
