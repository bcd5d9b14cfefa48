import { json } from '../../answers/Answer.ts'
import { countries, type Country } from '../../catalogue/countries.ts'
import type { RouteTable } from '../Route.ts'

/** Serves the countries, by region, currency, or part of a name. */
export const countryRoutes: RouteTable = {
  'GET /api/v1/countries/': (call) => {
    const query = new URLSearchParams(call.search)
    const results = countries.filter((country) => isAskedFor(country, query))
    return json({ message: 'Countries retrieved successfully', data: { count: results.length, results } })
  },
}

function isAskedFor({ region, subregion, fiatCurrency, name, capital }: Country, query: URLSearchParams) {
  const has = (parameter: string, isWanted: (wanted: string) => boolean): boolean => {
    const wanted = query.get(parameter)
    return wanted === null || isWanted(wanted.toLowerCase())
  }
  return (
    has('region', (wanted) => region.toLowerCase() === wanted) &&
    has('subregion', (wanted) => subregion.toLowerCase() === wanted) &&
    has('fiat_currency', (wanted) => fiatCurrency.toLowerCase() === wanted) &&
    has('search', (wanted) => `${name}\n${capital}`.toLowerCase().includes(wanted))
  )
}
