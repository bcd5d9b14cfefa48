import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import { commandsIn } from '../src/commandsIn.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** A folder of its own, removed at the end. */
async function scratch(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `bando-${name}-`))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** What of a Dockerfile needs no engine. */
interface Steps {
  /** Commands of a shell, in their order. */
  readonly runs: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly entrypoint: readonly string[]
  readonly healthcheck: readonly string[]
}

async function stepsOf(path: string): Promise<Steps> {
  const text = await readFile(path, 'utf8')
  const all = (keyword: string): string[] =>
    Array.from(text.matchAll(new RegExp(`^${keyword} (.*)$`, 'gm')), ([, rest = '']) => rest)
  const list = (keyword: string): string[] =>
    JSON.parse(/\[.*\]$/.exec(all(keyword).at(-1) ?? '')?.[0] ?? '[]') as string[]
  return {
    runs: all('RUN'),
    env: Object.fromEntries(all('ENV').map((each) => each.split('='))) as Record<string, string>,
    entrypoint: list('ENTRYPOINT'),
    healthcheck: list('HEALTHCHECK'),
  }
}

it("the service that the container holds is made by the Dockerfile's own steps, starts, and says how it is", async () => {
  expect.assertions(6)
  const context = await scratch('context')
  const service = join(await scratch('service'), 'service')
  const inContext = commandsIn(context)
  // What is neither ignored by git nor by an engine.
  const listed = await commandsIn(repository)('git', ['ls-files', '-co', '--exclude-standard'])
  for (const path of listed.stdout.split('\n'))
    await cp(join(repository, path), join(context, path), { recursive: true })

  const { runs, env, entrypoint, healthcheck } = await stepsOf(join(context, 'apps/nest/Dockerfile'))
  expect(runs).toHaveLength(3)
  for (const run of runs) await inContext('sh', ['-c', run.replaceAll('/service', service)])
  await rm(context, { recursive: true })

  const mock = createMock()
  const api = await mock.listen()
  onTestFinished(api.close)
  const inService = commandsIn(service)
  const [command = '', ...args] = entrypoint.map((each) => each.replace('/service', service))
  const running = inService(command, args, {
    env: { ...env, PORT: '0', BANDO_URL: api.url, BANDO_TOKEN: mock.tokens.issue() },
    reject: false,
  })
  onTestFinished(() => void running.kill('SIGKILL'))
  for await (const line of running) {
    const { port } = new URL(line)
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`http://127.0.0.1:${port}/${path}`)).json()
    expect(await get('health')).toMatchObject({ status: 'ok', details: { bando: { auth: 'unverified' } } })
    expect(mock.log).toHaveLength(0)
    expect(await get('coolness')).toMatchObject({ coolness: expect.any(Number) })

    const [check = '', ...checks] = healthcheck
    const looks = inService(check, checks, { env: { PORT: port }, reject: false })
    expect(await looks).toMatchObject({ exitCode: 0 })
    running.kill()
    await once(running, 'exit')
    const looksAgain = inService(check, checks, { env: { PORT: port }, reject: false })
    expect(await looksAgain).toMatchObject({ exitCode: 1 })
    break
  }
})
