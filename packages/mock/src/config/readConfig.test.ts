import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { configOptions } from './configOptions.ts'
import { readConfig } from './readConfig.ts'

/** Makes a directory with these files, and removes it after the test. */
async function directoryOf(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mock-config-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content)
  return directory
}

async function configOf(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  flags: Readonly<Record<string, unknown>> = {},
) {
  return readConfig({ directory: await directoryOf(files), environment, flags })
}

const hourMs = 3_600_000

test('without any source the configuration is empty', async () => {
  expect(await configOf({}, { PATH: '/bin', BANDO_TOKEN: 'not ours' })).toEqual({})
})

test.each([
  ['json', '{ "limit": "20/1h", "tokens": [{ "owner": "a" }] }'],
  ['js', 'export default { limit: "20/1h", tokens: [{ owner: "a" }] }'],
  ['ts', 'const owner: string = "a"\nexport default { limit: "20/1h" as string, tokens: [{ owner }] }'],
])('a configuration may be %s', async (ending, content) => {
  expect(await configOf({ [`bando-mock.config.${ending}`]: content })).toEqual({
    limit: { requests: 20, windowMs: hourMs },
    tokens: [{ owner: 'a' }],
  })
})

test('a flag takes precedence over a variable, and a variable over the file', async () => {
  const files = { 'bando-mock.config.json': '{ "seed": 1, "journalSize": 1, "errors": "plain" }' }
  const environment = { BANDO_MOCK_JOURNAL_SIZE: '2', BANDO_MOCK_SEED: '2' }
  expect(await configOf(files, environment, { seed: '3' })).toEqual({
    seed: 3,
    journalSize: 2,
    errors: 'plain',
  })
})

test('lockout and counted are merged part by part', async () => {
  const files = {
    'bando-mock.config.json': '{ "lockout": { "by": "owner" }, "counted": { "limited": true } }',
  }
  expect(await configOf(files, {}, { lockout: '3/1m/2m' })).toEqual({
    lockout: { by: 'owner', attempts: 3, withinMs: 60_000, forMs: 120_000 },
    counted: { limited: true },
  })
  expect((await configOf(files, { BANDO_MOCK_LOCKOUT: 'off' })).lockout).toBe(false)
})

test('the routes of a file are fetch handlers', async () => {
  const content = 'export default { routes: { "GET /mine": () => new Response("mine") } }'
  const { routes } = await configOf({ 'bando-mock.config.mjs': content })
  expect(Object.keys(routes ?? {})).toEqual(['GET /mine'])
})

test('a file is selected by flag or variable', async () => {
  const files = { 'other.json': '{ "seed": 7 }', 'bando-mock.config.json': '{ "seed": 8 }' }
  expect(await configOf(files, {}, { config: 'other.json' })).toEqual({ seed: 7 })
  expect(await configOf(files, { BANDO_MOCK_CONFIG: 'other.json' })).toEqual({ seed: 7 })
  expect(await configOf(files, { BANDO_MOCK_CONFIG: '' })).toEqual({ seed: 8 })
})

test.each([
  [{}, { BANDO_MOCK_LIMIT: '5' }, 'Option BANDO_MOCK_LIMIT must be requests and time, such as "100/1h"'],
  [{}, { BANDO_MOCK_TLS: 'maybe' }, 'Option BANDO_MOCK_TLS must be true or false, but "maybe" was given.'],
  [
    {},
    { BANDO_MOCK_LOCKOUT: '5/1m/15m,by=all' },
    'Option "by" of BANDO_MOCK_LOCKOUT must be one of "both", "owner", "address", but "all" was given.',
  ],
  [{}, { BANDO_MOCK_LIMITS: '5' }, 'There is no option BANDO_MOCK_LIMITS.'],
  [{}, { BANDO_MOCK_CONFIG: 'none.json' }, 'none.json". Give --config the path of a file that exists.'],
  [{ 'bando-mock.config.json': '{ "limits": 1 }' }, {}, 'There is no option "limits" in '],
  [{ 'bando-mock.config.json': '{ "faults": [{ "status": 99 }] }' }, {}, 'Option "faults.0.status" in '],
  [{ 'bando-mock.config.json': '{' }, {}, 'bando-mock.config.json cannot be read: '],
  [
    { 'bando-mock.config.ts': 'export default 5' },
    {},
    /^\/.*\.ts must be an object of options, but 5 was given\.$/,
  ],
  [{ 'bando-mock.config.ts': '', 'bando-mock.config.js': '' }, {}, 'There are two configuration files, '],
])('%j with %j is refused, by its own name', async (files, environment, message) => {
  await expect(configOf(files, environment)).rejects.toThrow(message)
})

test.each(['', '.', 'none.json'])('--config "%s" names no file', async (config) => {
  const refused = configOf({}, {}, { config })
  await expect(refused).rejects.toThrow(
    /^There is no file "\/.*"\. Give --config the path of a file that exists\.$/,
  )
})

test('a message about a refused token does not repeat it', async () => {
  for (const tokens of [[{ token: 'se cret' }], 'se cret']) {
    const files = { 'bando-mock.config.json': JSON.stringify({ tokens }) }
    await expect(configOf(files)).rejects.not.toThrow('se cret')
  }
  await expect(configOf({}, { BANDO_MOCK_TOKEN: 'se cret' })).rejects.not.toThrow('se cret')
})

test('each flag is its option in kebab case', () => {
  for (const [name, { flag }] of Object.entries(configOptions)) {
    expect(flag).toMatch(new RegExp(`--${name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`)}( |$)`))
  }
})
