import { readFile } from 'node:fs/promises'
import { createMock, defaults, type SettingsPatch } from '@bando/mock'
import { expect, test } from 'vitest'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const [section = ''] = /^## Options\n[\s\S]*?(?=^## )/m.exec(readme) ?? []

const namesIn = (text = ''): string[] => Array.from(text.matchAll(/`(\w+)`/g), ([, name]) => name ?? '')

/** The first column of the README's table. */
const options = Array.from(section.matchAll(/^\| (`.*?) \|/gm), ([, names]) => namesIn(names)).flat()

test('the README names every setting, and the options that cannot change while the mock runs', () => {
  expect(options).toEqual(expect.arrayContaining(Object.keys(defaults)))
  const refused = options.filter((name) => {
    const patch: object = { [name]: undefined }
    try {
      createMock().configure(patch)
      return false
    } catch (error) {
      return String(error).includes('cannot be changed while the mock runs')
    }
  })
  const [, named] = /while the mock runs, except ([^.]*)\./.exec(section) ?? []
  expect(namesIn(named).sort()).toEqual(refused.sort())
})

const changes = {
  limit: { requests: 7, windowMs: 1000 },
  anonymousLimit: { requests: 7, windowMs: 1000 },
  algorithm: 'sliding-log',
  budgetOf: 'owner',
  lockout: { attempts: 2 },
  counted: { limited: true },
  malformed: 'anonymous',
  order: 'limit-first',
  maxAddresses: 3,
  headers: 'none',
  errors: 'plain',
  checkReferences: true,
  pendingMs: 1,
  processingMs: 1,
} as const satisfies Required<SettingsPatch>

/** The settings that change only responses. */
const shown = new Set(['headers', 'errors', 'checkReferences', 'pendingMs', 'processingMs'])

test.each(Object.entries(changes))(
  '%s: a change resets the counts, unless it affects only responses',
  async (name, value) => {
    const mock = createMock()
    mock.clock.freeze()
    await mock.fetch('/coolness')
    await mock.fetch('/coolness', { headers: { authorization: 'Bearer wrong' } })
    mock.configure({ [name]: defaults[name as keyof typeof changes] })
    expect([mock.state.callers.length, mock.state.lockouts.length]).toEqual([1, 1])
    mock.configure({ [name]: value })
    const left = shown.has(name) ? 1 : 0
    expect([mock.state.callers.length, mock.state.lockouts.length]).toEqual([left, left])
  },
)
