/** Returns a brand's name as it is written in a query. */
export function slugOf(brand: string): string {
  return brand.toLowerCase()
}

export function brandImage(brand: string): string {
  return `https://assets.bando.example/brands/${slugOf(brand)}.png`
}
