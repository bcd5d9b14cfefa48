import { type } from 'arktype'
import * as v from 'valibot'
import * as z from 'zod'

/** The same, of three libraries: it takes a number, and makes a text of it. */
export const schemas = {
  zod: z.object({ coolness: z.number().transform(String) }),
  valibot: v.object({ coolness: v.pipe(v.number(), v.transform(String)) }),
  arktype: type({ coolness: type('number').pipe(String) }),
}
