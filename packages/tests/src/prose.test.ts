import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// Generated from `openapi.yaml`, line by line.
const exceptions = ['packages/core/src/paths/BandoPaths.ts']

const root = new URL('../../../', import.meta.url)
const vaguePronoun = /\b(?:who(?:ever|m)|(?:no|every|some|any)body)\b/i
const commentLine = /^\s*(?:\/\/|\/\*|\*(?:[ /]|$))/
const maxColumns = 100

interface Line {
  readonly file: string
  readonly number: number
  readonly text: string
}

const lines = trackedFiles().flatMap(linesOf)

it('finds the files of the repository', () => {
  expect(lines.length).toBeGreaterThan(10_000)
})

it('names the actor of every sentence, rather than use a vague pronoun', () => {
  expect(lines.filter(({ text }) => vaguePronoun.test(text)).map(shown)).toEqual([])
})

it(`keeps comments within ${maxColumns} columns`, () => {
  const tooLong = lines.filter(
    ({ file, text }) => !file.endsWith('.md') && commentLine.test(text) && text.length > maxColumns,
  )
  expect(tooLong.map(shown)).toEqual([])
})

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '*.ts', '*.tsx', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\0').filter((file) => file && !exceptions.some((folder) => file.startsWith(folder)))
}

function linesOf(file: string): Line[] {
  return readFileSync(new URL(file, root), 'utf8')
    .split('\n')
    .map((text, index) => ({ file, number: index + 1, text }))
}

function shown({ file, number, text }: Line): string {
  return `${file}:${number}: ${text.trim()}`
}
