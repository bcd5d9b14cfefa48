/** A brand's name as a query has it. */
export function slugOf(brand: string): string {
  return brand.toLowerCase()
}

export function brandImage(brand: string): string {
  return `https://assets.bando.example/brands/${slugOf(brand)}.png`
}
