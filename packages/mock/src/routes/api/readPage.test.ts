import { expect, test } from 'vitest'
import { readPage } from './readPage.ts'

const letters = ['a', 'b', 'c', 'd', 'e']
const ask = (search: string, items: readonly string[] = letters) =>
  readPage({ path: '/letters/', search }, items, (letter) => letter)

test('without a limit, up to a hundred', () => {
  const many = Array.from({ length: 101 }, (_, at) => `${at}`)
  expect(ask('')).toEqual({ page: { items: letters, headers: {} } })
  expect(ask('', many)).toMatchObject({
    page: { items: many.slice(0, 100), headers: { Link: '</letters/?cursor=99>; rel="next"' } },
  })
})

test('each Link leads on, until all has been seen once and in order', () => {
  const seen: string[][] = []
  let search: string | undefined = '?limit=2&of=x'
  while (search !== undefined) {
    const read = ask(search)
    if ('wrong' in read) throw new Error(read.wrong)
    seen.push([...read.page.items])
    search = /^<\/letters\/(\?[^>]*&?of=x[^>]*)>; rel="next"$/.exec(read.page.headers['Link'] ?? '')?.[1]
  }
  expect(seen).toEqual([['a', 'b'], ['c', 'd'], ['e']])
})

test('a page that ends with the last item is the last', () => {
  expect(ask('?limit=5')).toEqual({ page: { items: letters, headers: {} } })
  expect(ask('?cursor=e')).toEqual({ page: { items: [], headers: {} } })
})

test('what was put in front moves nothing', () => {
  expect(ask('?limit=2&cursor=b', ['new', ...letters])).toMatchObject({ page: { items: ['c', 'd'] } })
})

test.each(['0', '101', '-1', '1.5', 'all', '1e2', ''])('limit=%s is refused', (limit) =>
  expect(ask(`?limit=${limit}`)).toEqual({
    wrong: expect.stringMatching(/^limit: must be a whole number from 1 to 100\. Write/) as string,
  }),
)

test('a cursor that leads nowhere is refused', () =>
  expect(ask('?cursor=z')).toEqual({ wrong: expect.stringMatching(/^cursor: nothing here/) as string }))
