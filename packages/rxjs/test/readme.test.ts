import { readFile } from 'node:fs/promises'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished, vi } from 'vitest'

it('the README shows readmeExample.ts as it is, and it runs', async () => {
  const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8')
  const example = (await read('readmeExample.ts')).replace('../src/index.ts', '@bando/rxjs')
  expect(await read('../README.md')).toContain(`\`\`\`ts\n${example}\`\`\``)

  const mock = createMock()
  const { url, close } = await mock.listen()
  onTestFinished(close)
  vi.stubEnv('BANDO_URL', url)
  vi.stubEnv('BANDO_TOKEN', mock.tokens.issue())
  onTestFinished(() => void vi.unstubAllEnvs())
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('./readmeExample.ts')
  await expect.poll(() => log.mock.calls).toEqual(Array.from({ length: 50 }, () => [200]))
})
