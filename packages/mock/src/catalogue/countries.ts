/** A country as `GET countries/` lists it. */
export interface Country {
  readonly id: string
  readonly name: string
  readonly isoAlpha2: string
  readonly isoAlpha3: string
  /** Whether the caller is in this country. The mock places every caller in the first. */
  readonly isCurrent: boolean
  readonly capital: string
  readonly fiatCurrency: string
  readonly region: string
  readonly subregion: string
  readonly languages: Readonly<Record<string, string>>
  readonly flagUrl: string
  readonly timezone: string
  readonly latitude: number
  readonly longitude: number
  readonly callingCode: string
  readonly status: 'active' | 'inactive'
  readonly createdAt: string
  readonly updatedAt: string
}

type Told = Omit<Country, 'isCurrent' | 'flagUrl' | 'status' | 'createdAt' | 'updatedAt'>

const told: readonly Told[] = [
  {
    id: '3c0ed7a4-5b2e-4d6b-9a39-0d6f2f7b1c01',
    name: 'Mexico',
    isoAlpha2: 'MX',
    isoAlpha3: 'MEX',
    capital: 'Mexico City',
    fiatCurrency: 'MXN',
    region: 'Americas',
    subregion: 'Central America',
    languages: { spa: 'Spanish' },
    timezone: 'UTC-06:00',
    latitude: 23,
    longitude: -102,
    callingCode: '+52',
  },
  {
    id: '3c0ed7a4-5b2e-4d6b-9a39-0d6f2f7b1c02',
    name: 'United States',
    isoAlpha2: 'US',
    isoAlpha3: 'USA',
    capital: 'Washington, D.C.',
    fiatCurrency: 'USD',
    region: 'Americas',
    subregion: 'Northern America',
    languages: { eng: 'English' },
    timezone: 'UTC-05:00',
    latitude: 38,
    longitude: -97,
    callingCode: '+1',
  },
  {
    id: '3c0ed7a4-5b2e-4d6b-9a39-0d6f2f7b1c03',
    name: 'Colombia',
    isoAlpha2: 'CO',
    isoAlpha3: 'COL',
    capital: 'Bogotá',
    fiatCurrency: 'COP',
    region: 'Americas',
    subregion: 'South America',
    languages: { spa: 'Spanish' },
    timezone: 'UTC-05:00',
    latitude: 4,
    longitude: -72,
    callingCode: '+57',
  },
]

export const countries: readonly Country[] = told.map((country, index) => ({
  ...country,
  isCurrent: index === 0,
  flagUrl: `https://assets.bando.example/flags/${country.isoAlpha2.toLowerCase()}.svg`,
  status: 'active',
  createdAt: '2025-01-01T00:00:00.000Z',
  updatedAt: '2025-01-01T00:00:00.000Z',
}))
