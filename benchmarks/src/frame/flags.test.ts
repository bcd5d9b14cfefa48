import { Command, CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { readFlags } from './flags.ts'

const known = ['request', 'queue', 'size']

/** Throws what would be printed. */
function read(...args: string[]): ReturnType<typeof readFlags> {
  const command = new Command().exitOverride().configureOutput({ writeErr() {}, writeOut() {} })
  return readFlags(args, known, command)
}

test('without arguments all benchmarks run, each with its own rounds', () => {
  expect(read()).toEqual({ names: known, isQuick: false, only: [], isRender: false })
})

test('names, rounds, quick and only are read, also after the -- of pnpm', () => {
  expect(read('--', 'size', 'request', '--quick', '--rounds', '3', '--only', 'ky', 'bando')).toEqual({
    names: ['request', 'size'],
    rounds: 3,
    isQuick: true,
    isRender: false,
    only: ['ky', 'bando'],
  })
})

test.each([
  { args: ['speed'], message: 'There is no benchmark "speed". Choose from request, queue, size.' },
  { args: ['--rounds', '0'], message: 'Write a whole number of at least 1.' },
  { args: ['--rounds', '1.5'], message: 'Write a whole number of at least 1.' },
  { args: ['--rounds', 'many'], message: 'Write a whole number of at least 1.' },
  { args: ['--slow'], message: "unknown option '--slow'" },
])('$args is a mistake that is named', ({ args, message }) => {
  expect(() => read(...args)).toThrow(CommanderError)
  expect(() => read(...args)).toThrow(message)
})
