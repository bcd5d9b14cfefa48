import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { failure, json, setUp } from '../call/setUp.testing.ts'
import { tokenFromEnv, tokenFromFile } from './index.ts'

it('tokenFromFile follows a secret that is rotated, with one invalid request', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'token')
  await writeFile(path, 'bando_old\n')
  let valid = 'bando_old'
  const { bando, requests } = setUp(
    ({ headers }) => json({}, headers.get('authorization') === `Bearer ${valid}` ? 200 : 401),
    { token: tokenFromFile(path) },
  )
  await bando.get('/a')
  valid = 'bando_new'
  await writeFile(path, 'bando_new\n')
  expect(await bando.get('/b')).toMatchObject({ status: 200, attempts: 2 })
  expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
    'Bearer bando_old',
    'Bearer bando_old',
    'Bearer bando_new',
  ])
})

it.each(['tokenFromFile', 'tokenFromEnv'])(
  '%s gives a token that is replaced 2 s after a 401 to the next call',
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'bando-'))
    onTestFinished(async () => {
      vi.unstubAllEnvs()
      await rm(folder, { recursive: true })
    })
    const path = join(folder, 'token')
    const replace = async (token: string): Promise<void> => {
      vi.stubEnv('BANDO_TEST_TOKEN', token)
      await writeFile(path, token)
    }
    await replace('bando_old')
    const { bando, clock } = setUp(
      ({ headers }) => json({}, headers.get('authorization') === 'Bearer bando_new' ? 200 : 401),
      { token: name === 'tokenFromFile' ? tokenFromFile(path) : tokenFromEnv('BANDO_TEST_TOKEN') },
    )
    expect(await failure(bando.get('/a'))).toMatchObject({ code: 'rejected', sent: true })
    await clock.advance(2000)
    await replace('bando_new')
    expect(await bando.get('/b')).toMatchObject({ status: 200, attempts: 1, waitedMs: 0 })
  },
)

it('tokenFromFile says in the message which file is empty or missing', async () => {
  const { bando } = setUp(() => json({}), { token: tokenFromFile('/nowhere/token') })
  expect(await failure(bando.get('/a'))).toMatchObject({
    code: 'token',
    message:
      "The token source failed: The token's file /nowhere/token cannot be read (ENOENT). Check the path, and who may read it. No request was sent.",
  })
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'token'), '\n')
  await expect(tokenFromFile(join(folder, 'token'))()).rejects.toThrow('is empty')
})

it('tokenFromEnv reads the variable each time', () => {
  const source = tokenFromEnv('BANDO_TEST_TOKEN')
  expect(source).toThrow('BANDO_TEST_TOKEN is not set')
  vi.stubEnv('BANDO_TEST_TOKEN', ' ')
  expect(source).toThrow('BANDO_TEST_TOKEN is empty')
  vi.stubEnv('BANDO_TEST_TOKEN', 'bando_x')
  expect(source()).toBe('bando_x')
  vi.unstubAllEnvs()
})

it('tokenFromEnv names the variable in the message of the call that fails', async () => {
  const { bando } = setUp(() => json({}), { token: tokenFromEnv('BANDO_TEST_TOKEN') })
  expect(await failure(bando.get('/a'))).toMatchObject({
    code: 'token',
    message:
      'The token source failed: The environment variable BANDO_TEST_TOKEN is not set. Set it to the token that api@bando.cool sent you. No request was sent.',
  })
})

it.each<[unknown, string]>([
  [undefined, 'Found undefined.'],
  ['', 'Found a string of other characters.'],
  ['eyJ.s3cret', 'Found a string of other characters.'],
  [42, 'Found a number.'],
])('tokenFromEnv wants the name of a variable, not %j', (name, found) => {
  expect(() => tokenFromEnv(name as string)).toThrow(
    `tokenFromEnv: needs the name of a variable in quotation marks, such as 'BANDO_TOKEN'. ${found}`,
  )
})

it.each(['bando_s3cret', 'S3CRET_s3cret', 's3cret_S3CRET'])(
  'tokenFromEnv that was given the token itself, %s, does not show it',
  (token) => {
    expect(tokenFromEnv(token)).toThrow(/^(?!.*s3cret)The environment variable that tokenFromEnv/i)
  },
)
