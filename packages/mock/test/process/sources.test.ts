import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { configOptions } from '../../src/config/configOptions.ts'
import { ask } from '../running/ask.ts'
import {
  bannerOf,
  ended,
  listening,
  spawnCommand,
  startCommand,
  type Command,
} from '../running/startCommand.ts'

const hourMs = 3_600_000

/** A directory with this file, gone when the test is over. */
async function directoryWith(name: string, content: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mock-command-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  await writeFile(join(directory, name), content)
  return directory
}

async function settingsOf({ adminUrl = '' }: Command): Promise<Record<string, unknown>> {
  return JSON.parse((await ask(adminUrl, { path: '/_mock/settings' })).text) as Record<string, unknown>
}

/** An option that is a setting: as text, and as the mock then has it; none is a default. */
const settings = {
  limit: ['7/2h', { requests: 7, windowMs: 2 * hourMs }],
  anonymousLimit: ['6/1h', { requests: 6, windowMs: hourMs }],
  algorithm: ['sliding-log', 'sliding-log'],
  budgetOf: ['owner', 'owner'],
  counted: ['limited', { limited: true, rejected: false, locked: false }],
  lockout: [
    '3/2m/4m,by=owner,anonymous=refused',
    { attempts: 3, withinMs: 120_000, forMs: 240_000, by: 'owner', anonymous: 'refused' },
  ],
  malformed: ['anonymous', 'anonymous'],
  order: ['limit-first', 'limit-first'],
  headers: ['legacy', 'legacy'],
  errors: ['plain', 'plain'],
  checkReferences: ['true', true],
  pendingMs: ['14', 14],
  processingMs: ['15', 15],
  journalSize: ['11', 11],
  maxAddresses: ['12', 12],
  seed: ['13', 13],
} as const

/** The others are seen in how it runs. */
const others = {
  port: '0',
  host: 'localhost',
  basePath: '/bando',
  tls: 'false',
  adminPort: '0',
  admin: 'on',
  token: 'bando_from_a_variable',
  log: 'json',
}

// Each option needs a row, which the type checks.
const rows: Record<keyof typeof configOptions, unknown> = { ...settings, ...others }

const variableOf = (name: string): string =>
  `BANDO_MOCK_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Of two that are on or off, the flag alone turns it on. */
const flagsOf = (name: string, text: string): string[] => {
  if (name === 'tls') return []
  return name === 'checkReferences' ? [flagOf(name)] : [flagOf(name), text]
}

const texts = (): [string, string][] =>
  Object.keys(rows).map((name) => {
    const row = rows[name as keyof typeof rows]
    return [name, (Array.isArray(row) ? row[0] : row) as string]
  })

describe('every option reaches the mock', () => {
  const expected = Object.fromEntries(Object.entries(settings).map(([name, [, value]]) => [name, value]))

  test('from a variable', async () => {
    const environment = Object.fromEntries(texts().map(([name, text]) => [variableOf(name), text]))
    await using command = await listening(spawnCommand([], { environment }))
    expect(await settingsOf(command)).toEqual(expected)
    expect(command.tokens.standard).toBe(others.token)
    expect(command.url).not.toBe(command.adminUrl)
    expect(command.url).toMatch(/\/bando$/)
  })

  test('from a flag', async () => {
    const flags = texts().flatMap(([name, text]) => flagsOf(name, text))
    await using command = await listening(spawnCommand(flags))
    expect(await settingsOf(command)).toEqual(expected)
    expect(command.tokens.standard).toBe(others.token)
  })

  test('from a file', async () => {
    const content = JSON.stringify(Object.fromEntries(texts()))
    const directory = await directoryWith('bando-mock.config.json', content)
    await using command = await listening(spawnCommand([], { directory }))
    expect(await settingsOf(command)).toEqual(expected)
    expect(command.tokens.standard).toBe(others.token)
  })

  test('BANDO_MOCK_ADMIN', async () => {
    await using command = await startCommand([], { environment: { BANDO_MOCK_ADMIN: 'off' } })
    expect(command.adminUrl).toBeUndefined()
    expect((await ask(command.url, { path: '/_mock/state' })).status).toBe(404)
  })

  test('BANDO_MOCK_TLS', async () => {
    await using command = await startCommand([], { environment: { BANDO_MOCK_TLS: 'on' } })
    expect(command.url).toMatch(/^https:/)
  })
})

test('a flag takes precedence over a variable, and a variable over the file', async () => {
  const directory = await directoryWith(
    'bando-mock.config.json',
    '{ "seed": 1, "journalSize": 1, "maxAddresses": 1 }',
  )
  const environment = { BANDO_MOCK_SEED: '2', BANDO_MOCK_JOURNAL_SIZE: '2' }
  await using command = await startCommand(['--seed', '3'], { directory, environment })
  expect(await settingsOf(command)).toMatchObject({ seed: 3, journalSize: 2, maxAddresses: 1 })
})

const route = `{ 'GET /mine/:id': (_request, { params }) => Response.json({ id: params.id }) }`

describe('a file', () => {
  test.each([
    [
      'ts',
      `import type { MockConfig } from '@bando/mock'\nexport default { routes: ${route} } satisfies MockConfig`,
    ],
    ['mts', `const routes: object = ${route}\nexport default { routes }`],
    ['js', `export default { routes: ${route} }`],
    ['mjs', `export default { routes: ${route} }`],
  ])('bando-mock.config.%s may hold routes', async (ending, content) => {
    const directory = await directoryWith(`bando-mock.config.${ending}`, content)
    await using command = await startCommand([], { directory })
    const { status, text } = await ask(command.url, { path: '/mine/7' })
    expect([status, text]).toEqual([200, '{"id":"7"}'])
  })

  test('with tokens: the banner shows generated tokens, and the fingerprints of the others', async () => {
    const tokens = `[
      { owner: 'acme', token: 'bando_acme', limit: { requests: 7, windowMs: 1000 } },
      { owner: 'drawn' },
      { owner: 'gone', token: 'bando_gone', status: 'revoked' },
    ]`
    const directory = await directoryWith('bando-mock.config.js', `export default { tokens: ${tokens} }`)
    const shown = await bannerOf([], { directory })
    expect(shown).toMatch(/^ {2}acme {8}[0-9a-f]{16} {2}7\/1s, named by its fingerprint$/m)
    expect(shown).toMatch(/^ {2}drawn {7}bando_[0-9a-f]{40} {2}100\/1h$/m)
    expect(shown).toMatch(/^ {2}gone {8}[0-9a-f]{16} {2}gets 401, named by its fingerprint$/m)
    expect(shown).not.toMatch(/bando_(acme|gone)/)

    await using command = await startCommand([], { directory })
    const [acme, drawn] = command.ownTokens
    const asked = await ask(command.url, { token: 'bando_acme' })
    expect(asked.headers['ratelimit']).toContain('r=6')
    expect((await ask(command.url, { token: drawn?.token ?? '' })).status).toBe(200)
    expect((await ask(command.url, { token: 'bando_gone' })).status).toBe(401)
    await expect.poll(() => command.written.out).toContain(`"credential":"${acme?.fingerprint}"`)
  })

  test('with another name is selected by flag or variable', async () => {
    const directory = await directoryWith('other.json', '{ "seed": 7 }')
    for (const place of [{}, { environment: { BANDO_MOCK_CONFIG: 'other.json' } }]) {
      const flags = 'environment' in place ? [] : ['--config', 'other.json']
      await using command = await startCommand(flags, { directory, ...place })
      expect(await settingsOf(command)).toMatchObject({ seed: 7 })
    }
  })

  test.each([
    ['bando-mock.config.json', '{ "limits": 1 }', /^bando-mock: There is no option "limits" in \S+\.json/],
    [
      'bando-mock.config.json',
      '{ "routes": 1 }',
      /^bando-mock: Option "routes" in \S+\.json must be an object/,
    ],
    [
      'bando-mock.config.js',
      'export default',
      /^bando-mock: The configuration file \S+\.js cannot be read: /,
    ],
    [
      'bando-mock.config.js',
      'export default { routes: { mine() {} } }',
      /^bando-mock: routes: "mine" is not a route/,
    ],
  ])('%s that holds %j is refused by its name', async (name, content, message) => {
    const directory = await directoryWith(name, content)
    await using command = spawnCommand(['--port', '0'], { directory })
    const { code, out, err } = await ended(command)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(message)
  })
})
