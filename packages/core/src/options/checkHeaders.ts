import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { kindOf } from '../errors/show.ts'

/**
 * The caller's headers, without those that are the client's to write. @throws BandoConfigError,
 * which never repeats a value
 */
export function checkHeaders(given: Readonly<Record<string, string>> | undefined): Headers {
  if (given === undefined) return new Headers()
  if (typeof given !== 'object' || given === null) {
    throw new BandoConfigError(
      `headers: needs an object, such as { 'accept-language': 'es' }. Found ${kindOf(given)}.`,
    )
  }
  for (const [name, value] of Object.entries<unknown>(given)) {
    if (!isText(value) && !Array.isArray(given)) {
      throw new BandoConfigError(
        `headers.${name}: needs a string. Found ${kindOf(value)}. Leave a header out that has no value.`,
      )
    }
  }
  const headers = toHeaders(given)
  if (headers.has('authorization')) {
    throw new BandoConfigError(
      'headers: leave `Authorization` out, and pass the token as `token`: the client writes the header.',
    )
  }
  return headers
}

/** What `Headers` would write as it is meant. */
function isText(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function toHeaders(given: Readonly<Record<string, string>>): Headers {
  try {
    return new Headers(given)
  } catch (cause) {
    const names = Object.keys(given).map((name) => JSON.stringify(name))
    throw new BandoConfigError(
      `headers: each needs a valid name, and a value without line breaks. Found the names ${names.join(', ')}.`,
      cause instanceof Error ? cause.name : undefined,
    )
  }
}
