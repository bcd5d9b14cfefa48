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

it('tokenFromFile says which file is empty or missing', async () => {
  const { bando } = setUp(() => json({}), { token: tokenFromFile('/nowhere/token') })
  expect(await failure(bando.get('/a'))).toMatchObject({ code: 'token', cause: { code: 'ENOENT' } })
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
