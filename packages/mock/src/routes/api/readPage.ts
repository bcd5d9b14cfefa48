import * as v from 'valibot'
import type { Call } from '../../server/Call.ts'

/** Part of a list, and the fields that lead to the next part. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly headers: Readonly<Record<string, string>>
}

/** Also what a page holds that was asked for without a limit. */
const most = 100
const limitText = `must be a whole number from 1 to ${most}`

const pageQuery = v.object({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, limitText),
      v.transform(Number),
      v.minValue(1, limitText),
      v.maxValue(most, limitText),
    ),
    String(most),
  ),
  cursor: v.optional(v.string()),
})

/** The page that `limit` and `cursor` ask for, or a sentence that says what is wrong with them. A cursor is the key of the last item before: what is added elsewhere moves nothing. */
export function readPage<Item>(
  call: Pick<Call, 'path' | 'search'>,
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly page: Page<Item> } | { readonly wrong: string } {
  const query = new URLSearchParams(call.search)
  const result = v.safeParse(pageQuery, Object.fromEntries(query))
  if (!result.success) return { wrong: `limit: ${result.issues[0].message}. ${contact}` }
  const { limit, cursor } = result.output
  const before = cursor === undefined ? -1 : items.findIndex((item) => keyOf(item) === cursor)
  if (cursor !== undefined && before === -1)
    return { wrong: `cursor: nothing here has this key. Follow the Link field's rel="next". ${contact}` }
  const page = items.slice(before + 1, before + 1 + limit)
  const last = page.at(-1)
  const isLast = last === undefined || before + 1 + limit >= items.length
  return { page: { items: page, headers: isLast ? {} : next(call.path, query, keyOf(last)) } }
}

const contact = 'Write to api@bando.cool if it should be valid.'

/** RFC 8288: relative to what was asked for, with whatever else its query says. */
function next(path: string, query: URLSearchParams, cursor: string): Record<string, string> {
  query.set('cursor', cursor)
  return { Link: `<${path}?${query}>; rel="next"` }
}
