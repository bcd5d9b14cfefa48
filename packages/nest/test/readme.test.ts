import { readFile } from 'node:fs/promises'
import { Test } from '@nestjs/testing'
import { expect, it, onTestFinished, vi } from 'vitest'
import { startMock } from './setUp.ts'

it("the README's example is the one that is compiled here", async () => {
  const readme = await readFile('README.md', 'utf8')
  expect(readme).toContain(`\`\`\`ts\n${await readFile('test/readmeExample.ts', 'utf8')}\`\`\``)
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
