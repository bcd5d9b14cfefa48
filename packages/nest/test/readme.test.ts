import { readFile } from 'node:fs/promises'
import { Test } from '@nestjs/testing'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startMock } from './setUp.ts'

it.each([
  ['ts', 'test/readmeExample.ts'],
  ['ts', '../matrix/projects/nest/shop.vitest.ts'],
  ['typescript', '../matrix/projects/nest/shop.jest.ts'],
])('the README shows a %s file that is run: %s', async (language, path) => {
  const readme = await readFile('README.md', 'utf8')
  expect(readme).toContain(`\`\`\`${language}\n${await readFile(path, 'utf8')}\`\`\``)
})

it("the README's example works", async () => {
  const { mock, url, token } = await startMock()
  vi.stubEnv('BANDO_URL', url)
  vi.stubEnv('BANDO_TOKEN', token)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { AppModule } = await import('./readmeExample.ts')
  const moduleRef = await Test.createTestingModule({ imports: [AppModule] }).compile()
  const app = moduleRef.createNestApplication({ logger: false })
  await app.listen(0, '127.0.0.1')
  onTestFinished(() => app.close())
  const ask = async (): Promise<number> => (await fetch(`${await app.getUrl()}/coolness`)).status
  expect(await ask()).toBe(200)
  mock.tokens.revoke(token)
  expect(await ask()).toBe(503)
})
