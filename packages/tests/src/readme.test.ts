import { readFile } from 'node:fs/promises'
import { createMock } from '@bando/mock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')

describe('the README', () => {
  let close: () => Promise<void>
  const mock = createMock()

  beforeEach(async () => {
    const api = await mock.listen()
    vi.stubEnv('BANDO_URL', api.url)
    vi.stubEnv('BANDO_TOKEN', mock.tokens.issue())
    close = api.close
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await close()
  })

  it.each(['core.ts', 'react.tsx', 'nest.ts', 'rxjs.ts'])('shows examples/%s as it is', async (name) => {
    expect(await read('README.md')).toContain(`\n${await read(`packages/tests/examples/${name}`)}\`\`\``)
  })

  it('begins with the demo, then the tests', async () => {
    const commands = (await read('README.md')).split('\n').filter((line) => /^(npx|npm) /.test(line))
    expect(commands.slice(0, 2)).toEqual(['npx --yes pnpm@12 demo', 'npx --yes pnpm@12 test'])
  })

  // Without an installed package, npx looks for one with the command's name.
  it('installs the mock before its command is run', async () => {
    expect(await read('README.md')).toContain('\nnpm install --save-dev @bando/mock\nnpx bando-mock ')
  })

  it('runs the example of the core', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    await import('../examples/core.ts')
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ coolness: expect.any(Number) }), 0, 99)
  })

  it('runs the example of RxJS', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    await import('../examples/rxjs.ts')
    await expect.poll(() => log.mock.calls).toEqual(Array.from({ length: 50 }, () => [200]))
  })

  it('runs the example of Nest', async () => {
    await import('reflect-metadata')
    const { NestFactory } = await import('@nestjs/core')
    const { AppModule } = await import('../examples/nest.ts')
    const app = await NestFactory.create(AppModule, { logger: false })
    await app.listen(0, '127.0.0.1')
    const response = await fetch(`${await app.getUrl()}/coolness`)
    expect(await response.json()).toMatchObject({ coolness: expect.any(Number) })
    await app.close()
  })
})
