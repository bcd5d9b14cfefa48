import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, it, onTestFinished } from 'vitest'

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

it('stops at Ctrl+C, and continues with its counts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const args = ['--folder', folder, '--load', '0', 'packages/mock/test/isolation.test.ts']
  const stopped = soak(...args, '--rounds', '1000')
  for await (const line of stopped) if (line.startsWith('1 of 1000')) stopped.kill('SIGINT')
  const { stdout, exitCode } = await stopped
  expect(exitCode).toBe(130)
  const [, passed] =
    /(\d+) of \1 passed[^]*Stopped\. The same command goes on from here\.$/.exec(stdout) ?? []
  expect(Number(passed)).toBeGreaterThan(0)

  const continued = await soak(...args, '--rounds', String(passed))
  expect([continued.stdout, continued.exitCode]).toEqual([
    `${passed} of ${passed} passed · packages/mock/test/isolation.test.ts`,
    0,
  ])
})
