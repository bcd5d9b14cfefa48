import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { BandoSchemaError } from './BandoSchemaError.ts'
import { details, headers } from './errors.testing.ts'

const issues = [{ path: ['token'], message: 'Expected a number, found "bando_s3cret".' }]

function fails(): BandoSchemaError {
  return new BandoSchemaError('m', { ...details, headers, issues })
}

it('gives its issues, with the values that they quote, to a caller who reads them', () => {
  expect(fails().issues).toBe(issues)
})

it.each<[string, (error: BandoSchemaError) => string]>([
  ['prints it', (error) => inspect(error, { depth: 20 })],
  ['writes it as JSON', (error) => JSON.stringify(error)],
  ['lists its properties', (error) => inspect(Object.entries(error), { depth: 20 })],
  ['converts it to a text', (error) => `${error} ${error.stack}`],
])('shows no value of the body to what %s', (_, shown) => {
  expect(shown(fails())).toContain('BandoSchemaError')
  expect(shown(fails())).not.toContain('s3cret')
})
