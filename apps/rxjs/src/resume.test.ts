import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { resume } from './resume.ts'

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bando-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'answers.ndjson')
  writeFileSync(file, text)
  return file
}

const lines = (count: number, more = ''): string =>
  Array.from({ length: count }, (_, id) => `{"id":"${id}"${more}}\n`).join('')

it.each([
  ['nothing', '', 0, undefined, ''],
  ['whole lines', lines(3), 3, '2', lines(3)],
  ['a torn line', `${lines(3)}{"id":"3","st`, 3, '2', lines(3)],
  ['a torn line alone', '{"id', 0, undefined, ''],
  ['a line without its end', `${lines(1)}{"id":"1"}`, 1, '0', lines(1)],
  ['letters of several bytes', '{"id":"é🌊"}\n{"id":"é', 1, 'é🌊', '{"id":"é🌊"}\n'],
])('goes on after %s', (...[, text, answered, lastId, left]) => {
  const file = fileOf(text)
  expect(resume(file)).toEqual({ answered, lastId })
  expect(readFileSync(file, 'utf8')).toBe(left)
})

it('reads a file of many chunks, and lines that are longer than one', () => {
  const long = `,"data":"${'x'.repeat(1_500_000)}"`
  const file = fileOf(`${lines(100_000)}${lines(3, long)}{"torn`)
  expect(resume(file)).toEqual({ answered: 100_003, lastId: '2' })
})

it('begins if there is no file', () => {
  expect(resume(join(tmpdir(), 'bando-no-such-file'))).toEqual({ answered: 0, lastId: undefined })
})

it.each(['a diary\n', '{"name":1}\n', '[]\n', 'null\n'])('refuses a file that is another: %j', (text) => {
  expect(() => resume(fileOf(text))).toThrow('its last line is not an answer with an `id`. Found "')
})
