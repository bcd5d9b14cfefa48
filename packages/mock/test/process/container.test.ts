import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DockerfileParser, Entrypoint, Healthcheck, type Instruction } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { expect, onTestFinished, test } from 'vitest'
import { ask } from '../running/ask.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const content = await readFile(join(root, 'packages/mock/Dockerfile'), 'utf8')
const instructions = DockerfileParser.parse(content).getInstructions()

/** The instructions of the last stage: what runs. */
const running = instructions.slice(instructions.findLastIndex((one) => one.getKeyword() === 'FROM'))

function only<Kind extends Instruction>(kind: new (...args: never[]) => Kind): Kind {
  const found = running.filter((one) => one instanceof kind)
  expect(found).toHaveLength(1)
  return found[0] as Kind
}

/** What a JSON form runs. */
function wordsOf(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('the Dockerfile is valid', () => {
  expect(validate(content)).toEqual([])
})

test('the process of the container is not root', () => {
  const users = running.filter((one) => one.getKeyword() === 'USER').map((one) => one.getArgumentsContent())
  expect(users).toEqual(['node'])
})

// There is no engine here: its steps are taken without one, and what it would run is run.
test('what the Dockerfile installs runs, passes its health check, and ends on its stop signal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mock-container-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const mock = join(folder, 'mock')
  const deploy = instructions.find((one) => one.getArgumentsContent()?.includes(' deploy '))
  const words = /pnpm@12 (.*)/.exec(deploy?.getArgumentsContent() ?? '')?.[1]?.split(' ') ?? []
  const args = words.map((word) => (word === '/mock' ? mock : word))
  await promisify(execFile)('pnpm', [...args, '--prefer-offline'], { cwd: root })

  const host = running.find((one) => one.getKeyword() === 'ENV')?.getArgumentsContent()
  expect(host).toBe('BANDO_MOCK_HOST=0.0.0.0')
  const port = await freePort()
  const env = { PATH: process.env['PATH'], BANDO_MOCK_HOST: '0.0.0.0', BANDO_MOCK_PORT: String(port) }
  const [, ...entry] = wordsOf(only(Entrypoint).getArgumentsContent() ?? '')
  const command = entry.map((word) => word.replace('/mock/', `${mock}/`))
  const child = spawn(process.execPath, command, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  expect((await ask(`http://127.0.0.1:${port}`)).status).toBe(200)

  const [, ...check] = wordsOf(only(Healthcheck).getArgumentsContent() ?? '')
  const isHealthy = async (): Promise<boolean> =>
    promisify(execFile)(process.execPath, check, { env }).then(
      () => true,
      () => false,
    )
  expect(await isHealthy()).toBe(true)

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(await isHealthy()).toBe(false)
})
