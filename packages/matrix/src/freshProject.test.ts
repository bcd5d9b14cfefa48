import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { freshProject } from './freshProject.ts'
import { workspacePackages } from './workspacePackages.ts'

const script = `
const mock = createMock()
const bando = createBando({ token: mock.tokens.issue(), baseUrl: 'https://api.bando.cool', fetch: mock.fetch })
bando.get('/coolness').then(({ status }) => console.log(status)).finally(() => bando.close())
`

it('installs only the core and the mock, for import and for require', async () => {
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/mock'],
    files: {
      'import.js': `import { createBando } from '@bando/core'\nimport { createMock } from '@bando/mock'\n${script}`,
      'require.cjs': `const { createBando } = require('@bando/core')\nconst { createMock } = require('@bando/mock')\n${script}`,
    },
  })
  expect((await project.run('node', ['import.js'])).stdout).toBe('200')
  expect((await project.run('node', ['require.cjs'])).stdout).toBe('200')
})

it('starts a server in a project, and ends it', async () => {
  const serve = `import { createMock } from '@bando/mock'\nconsole.log((await createMock().listen()).url)`
  await using project = await freshProject({ bando: ['@bando/mock'], files: { 'serve.js': serve } })
  const server = project.run('node', ['serve.js'], { reject: false })
  for await (const url of server) {
    expect((await fetch(`${url}/coolness`)).status).toBe(200)
    server.kill()
  }
  expect((await server).isTerminated).toBe(true)
})

it('lists the packages when an unknown one is requested', async () => {
  await expect(freshProject({ bando: ['@bando/else'] })).rejects.toThrow(
    /no package '@bando\/else'.*@bando\/core/,
  )
})

it('names every published package as a dependency, so that it is built before it is packed', async () => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  const named = Object.keys(manifest.devDependencies)
  expect(named).toEqual(expect.arrayContaining([...(await workspacePackages()).keys()]))
})
