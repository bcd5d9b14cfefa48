import { expect, it } from 'vitest'
import { encodeForm } from './encodeForm.ts'

const form = (entries: readonly (readonly [string, string | Blob, string?])[]): FormData => {
  const filled = new FormData()
  for (const [name, value, filename] of entries) {
    if (typeof value === 'string') filled.append(name, value)
    else filled.append(name, value, filename)
  }
  return filled
}

const boundaryOf = (contentType: string | null | undefined): string =>
  contentType?.split('boundary=')[1] ?? ''

it.each([
  ['nothing', []],
  [
    'text',
    [
      ['a', '1'],
      ['a', '2'],
      ['ñ', 'año'],
    ],
  ],
  ['line breaks', [['a\nb\r\nc\rd', 'e\nf\r\ng\rh']]],
  ['quotes', [['a"b', 'c"d']]],
  [
    'files',
    [
      ['f', new Blob(['x\ny'], { type: 'text/plain' }), 'n"a\nm\re.txt'],
      ['g', new Blob(['\0']), 'g'],
    ],
  ],
] as const)('writes a form of %s as fetch does, byte for byte', async (_, entries) => {
  const { body, contentType } = encodeForm(form(entries))
  const ours = (await body.text()).replaceAll(boundaryOf(contentType), 'boundary')
  const response = new Response(form(entries))
  const theirBoundary = boundaryOf(response.headers.get('content-type'))
  expect(ours).toBe((await response.text()).replaceAll(theirBoundary, 'boundary'))
  expect(contentType).toBe(`multipart/form-data; boundary=${boundaryOf(contentType)}`)
})

it('can be read as the form it is', async () => {
  const file = new Blob(['x\ny'], { type: 'text/plain' })
  const { body, contentType } = encodeForm(
    form([
      ['a', '1'],
      ['f', file, 'f.txt'],
    ]),
  )
  const read = await new Response(body, { headers: { 'content-type': contentType } }).formData()
  expect(read.get('a')).toBe('1')
  const readFile = read.get('f') as File
  expect([readFile.name, readFile.type, await readFile.text()]).toEqual(['f.txt', 'text/plain', 'x\ny'])
})

it('has a boundary of its own each time, which cannot be guessed', () => {
  const boundaries = new Set(Array.from({ length: 100 }, () => boundaryOf(encodeForm(form([])).contentType)))
  expect(boundaries.size).toBe(100)
  for (const boundary of boundaries) expect(boundary).toMatch(/^----bando[\da-f]{32}$/)
})
