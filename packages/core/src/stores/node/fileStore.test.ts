import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createBando } from '../../index.ts'
import { storeConformance } from '../../testing/index.ts'
import { fileStore } from './fileStore.ts'

async function setUp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'deep', 'down')
}

it.each(storeConformance)('fileStore $name', async (storeCase) => {
  const folder = await setUp()
  await storeCase.run(() => fileStore(folder))
})

it('leaves nothing behind but the text', async () => {
  const folder = await setUp()
  const [one, other] = [fileStore(folder), fileStore(folder)]
  await Promise.all([
    one.transact('a', () => '1'),
    other.transact('a', () => '2'),
    one.transact('b', () => '3'),
  ])
  expect((await readdir(folder)).sort()).toEqual(['a.json', 'b.json'])
})

it('in a place that cannot be used fails the calls, and works once it can', async () => {
  const folder = await setUp()
  const inTheWay = join(folder, '..', '..', 'deep')
  await writeFile(inTheWay, '')
  const fetch = (): Promise<Response> => Promise.resolve(Response.json({}))
  await using bando = createBando({ store: fileStore(folder), fetch })
  await expect(bando.get('/a')).rejects.toMatchObject({
    code: 'store',
    sent: false,
    cause: { code: 'ENOTDIR' },
  })
  await rm(inTheWay)
  expect(await bando.get('/a')).toMatchObject({ status: 200 })
})

it('keeps what it sets aside in its folder', async () => {
  const folder = await setUp()
  const store = fileStore(folder)
  await store.transact('a', () => 'good')
  const place = await store.setAside('a', 'torn')
  expect(place.startsWith(join(folder, 'a.json.damaged-'))).toBe(true)
  expect(await readFile(place, 'utf8')).toBe('torn')
})

it('takes over from a process that was killed while it held the lock', async () => {
  const folder = await setUp()
  const store = fileStore(folder)
  await store.transact('a', () => '1')
  // No process has this number: it is above the largest that Linux gives out.
  const dead = { id: 'dead', host: (await import('node:os')).hostname(), pid: 2 ** 22 + 1 }
  await writeFile(join(folder, 'a.json.lock'), JSON.stringify(dead))
  const others = Array.from({ length: 20 }, () => fileStore(folder))
  await Promise.all(others.map((other) => other.transact('a', (text) => String(Number(text) + 1))))
  expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('21')
  expect(await readdir(folder)).toEqual(['a.json'])
})

it('takes over a lock of another host only when it is old', async () => {
  const folder = await setUp()
  const store = fileStore(folder)
  await store.transact('a', () => '1')
  const lock = join(folder, 'a.json.lock')
  await writeFile(lock, JSON.stringify({ id: 'x', host: 'elsewhere', pid: 1 }))
  let isDone = false
  const done = store.transact('a', () => '2').then(() => (isDone = true))
  await fileStore(folder).transact('b', () => '')
  expect(isDone).toBe(false)
  const old = Date.now() / 1000 - 61
  await utimes(lock, old, old)
  await done
  expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('2')
})

it('removes half-written files that a killed process left, when they are old', async () => {
  const folder = await setUp()
  await fileStore(folder).transact('a', () => '1')
  const [old, young] = ['a.json.1.tmp', 'a.json.2.tmp']
  for (const name of [old, young]) await writeFile(join(folder, name), '')
  await utimes(join(folder, old), 0, 0)
  await fileStore(folder).transact('a', () => undefined)
  expect((await readdir(folder)).sort()).toEqual([young, 'a.json'].sort())
})

it('says so where it cannot be written, and changes nothing', async () => {
  const store = fileStore('/dev/null/nowhere')
  await expect(store.transact('a', () => '1')).rejects.toThrow('/dev/null/nowhere')
})
