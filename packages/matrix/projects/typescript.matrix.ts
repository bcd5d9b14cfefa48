import { expect, it } from 'vitest'
import { freshProject } from '../src/freshProject.ts'

const calls = `
const bando: Bando = createBando({ token: 'token' })
export const coolness: Promise<number> = bando.get<{ coolness: number }>('/coolness').then(({ data }) => data.coolness)
`
const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'],
  types: [],
}

it.each(['nodenext', 'bundler'])(
  'the core’s types hold under TypeScript’s resolution %s',
  async (moduleResolution) => {
    const module = moduleResolution === 'bundler' ? 'preserve' : 'nodenext'
    await using project = await freshProject({
      bando: ['@bando/core'],
      dependencies: { typescript: '~5.9.0' },
      files: {
        'tsconfig.json': JSON.stringify({
          compilerOptions: { ...compilerOptions, module, moduleResolution },
        }),
        'imports.ts': `import { createBando, type Bando } from '@bando/core'\n${calls}`,
        'requires.cts': `import { createBando, type Bando } from '@bando/core'\n${calls}`,
      },
    })
    expect((await project.run('npx', ['tsc'], { reject: false })).stdout).toBe('')
  },
)
