/** A value that the caller must give with the payment, and how to check it. */
export interface Field {
  readonly name: string
  readonly valueType: string
  readonly regex: string
}

export type ProductType = 'topup' | 'gift_card' | 'esim'

/** A product variant, as `GET products/grouped/` lists it. */
export interface Variant {
  readonly id: string
  readonly fupId: string
  readonly sku: string
  readonly brand: string
  readonly country: string
  readonly productType: ProductType
  readonly price: {
    readonly fiatCurrency: string
    readonly fiatValue: string
    readonly stableCoinCurrency: string
    readonly stableCoinValue: string
  }
  readonly referenceType: Field
  readonly requiredFields: readonly Field[]
  readonly notes: string
  readonly shortNotes: string
  readonly subTypes: readonly string[]
  readonly categories: readonly string[]
  readonly supportedCountries: readonly string[]
  readonly imageUrl: string
  readonly evmServiceId: number
  readonly svmServiceId: number
  /** Members that only some types have: data and minutes, roaming, or the value to send. */
  readonly [extra: string]: unknown
}

/** A brand, as the catalogue groups variants. */
export interface Brand {
  readonly brandName: string
  readonly brandSlug: string
  readonly imageUrl: string
  /** The position in the list. The lowest comes first. */
  readonly order: number
  readonly variants: readonly Variant[]
}
