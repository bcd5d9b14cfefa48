import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createBando } from '@bando/core'
import { fileStore } from '@bando/core/node'
import { createMock } from '@bando/mock'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from './run.ts'

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bando-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Runs what follows on a host of another name, as a container does, in the same process. */
const otherHost = ['unshare', '--uts', 'sh', '-c', 'hostname other && exec "$0" "$@"']
const hasHosts = spawnSync('unshare', [...otherHost.slice(1), 'true']).status === 0

const databaseOf = (folder: string): string => join(folder, 'current', 'bando.sqlite')

/** Returns the requests that count as in flight in the store, by the members that sent them. */
function inFlight(folder: string): string[][] {
  const database = new DatabaseSync(databaseOf(folder))
  const texts = database.prepare('SELECT text FROM state').all() as { text: string }[]
  database.close()
  return texts.flatMap(({ text }) => {
    const { members } = JSON.parse(text.slice(9)) as { members: Record<string, { attempts: object }> }
    return Object.values(members).map(({ attempts }) => Object.keys(attempts))
  })
}

describe.each(['with a token', 'anonymous'])('a process that ends once it has its response, %s,', (kind) => {
  it.each(['exits', 'is killed', 'gets a signal', 'throws'])(
    'leaves nothing in flight, and the next is served: it %s',
    async (end) => {
      const folder = await newFolder()
      const mock = createMock()
      const { url, close } = await mock.listen()
      onTestFinished(close)
      const token = kind === 'anonymous' ? '' : mock.tokens.issue()
      const first = run('once.ts', [folder, url, token, end])
      expect(await first.line()).toBe('served')
      await first.ended
      expect(inFlight(folder)).toEqual([[]])
      const next = run('once.ts', [folder, url, token, 'closes'])
      expect(await next.line()).toBe('served')
      await next.ended
    },
  )
})

describe.each(['with a token', 'anonymous'])(
  'a process that makes calls in quick succession, %s,',
  (kind) => {
    const calls = 12

    const setUp = async (end: string) => {
      const folder = await newFolder()
      const mock = createMock()
      const { url, close } = await mock.listen()
      onTestFinished(close)
      const token = kind === 'anonymous' ? '' : mock.tokens.issue()
      const first = run('once.ts', [folder, url, token, end, String(calls)])
      expect(await first.line()).toBe('served')
      await first.ended
      return { folder, url, token }
    }

    it.each(['has nothing more to do', 'exits', 'throws'])(
      'leaves no permit in use but those of its calls when it %s',
      async (end) => {
        const { folder, url, token } = await setUp(end)
        expect(inFlight(folder).flat()).toEqual([])
        await using next = createBando({ baseUrl: url, token: token || undefined, store: fileStore(folder) })
        await next.get('/coolness')
        const { requests, remaining } = next.state.limit
        expect(requests - remaining).toBe(calls + 1)
      },
    )

    it.each(['is killed', 'gets a signal'])(
      'loses a tenth of the limit at most when it %s, and the next is served',
      async (end) => {
        const { folder, url, token } = await setUp(end)
        await using next = createBando({
          baseUrl: url,
          token: token || undefined,
          store: fileStore(folder),
          maxWaitMs: 0,
        })
        await next.get('/coolness')
        const { requests, remaining } = next.state.limit
        // The last of its calls may count twice: the server has told of it, and it seems in flight.
        expect(requests - remaining).toBeLessThanOrEqual(calls + 1 + requests / 10 + 1)
      },
    )
  },
)

describe('a process that stands still inside a transaction', () => {
  const setUp = async (prefix: readonly string[] = []) => {
    const folder = await newFolder()
    const fetch = (): Promise<Response> => Promise.resolve(Response.json({}))
    const bando = createBando({ store: fileStore(folder), fetch, maxWaitMs: 60_000, dedupe: false })
    onTestFinished(() => bando.close())
    await bando.get('/first')
    const holder = run('holdLock.ts', [databaseOf(folder)], prefix)
    onTestFinished(async () => {
      holder.child.kill('SIGKILL')
      await holder.ended
    })
    const name = await holder.line()
    expect(await holder.line()).toBe('inside')
    return { bando, holder, name }
  }

  it.each([0, 300])('stops calls for as long as they may wait: %d ms', async (maxWaitMs) => {
    const { bando } = await setUp()
    await expect(bando.get('/a', { maxWaitMs })).rejects.toMatchObject({
      code: 'limit',
      reason: 'store',
      sent: false,
    })
  })

  const isKilled = async (prefix: readonly string[]): Promise<string | undefined> => {
    const { bando, holder, name } = await setUp(prefix)
    const call = bando.get('/a')
    await expect.poll(() => bando.state.queue).toMatchObject({ waiting: 1, reason: 'store' })
    holder.child.kill('SIGKILL')
    expect((await call).status).toBe(200)
    return name
  }

  it('stops no call any more once it is killed', async () => {
    expect(await isKilled([])).toBe(hostname())
  })

  it.skipIf(!hasHosts)(
    'stops no call any more once it is killed, its host name another (needs unshare, and the right to use it)',
    async () => {
      expect(await isKilled(otherHost)).toBe('other')
    },
  )

  it('stops no call any more once it goes on', async () => {
    const { bando, holder } = await setUp()
    const call = bando.get('/a')
    await expect.poll(() => bando.state.queue).toMatchObject({ waiting: 1, reason: 'store' })
    let said: string | undefined
    void holder.line().then((line) => (said = line))
    // It says that it is inside before it stops. A signal that comes earlier changes nothing.
    await expect
      .poll(() => {
        holder.child.kill('SIGCONT')
        return said
      })
      .toBe('outside')
    expect((await call).status).toBe(200)
  })
})
