import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, it } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const soak = (...args: string[]) => execa(process.execPath, [main, ...args], { reject: false })

it('lists the suites whose paths contain one of its words', async () => {
  const { stdout } = await soak('--list', 'soak/src/main')
  expect(stdout).toBe('packages/soak/src/main.test.ts')
})

it.each([
  [['no/such/suite'], `No suite's path contains "no/such/suite". --list shows all of them.`],
  [
    ['--rounds', '0'],
    `error: option '--rounds <n>' argument '0' is invalid. Write a whole number of at least 1.`,
  ],
])('refuses %j', async (args, message) => {
  const { stderr, exitCode } = await soak(...args)
  expect([stderr, exitCode]).toEqual([message, 1])
})
