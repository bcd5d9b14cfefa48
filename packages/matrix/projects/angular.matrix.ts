import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { freshProject } from '../src/freshProject.ts'

// The newest version that all of Angular's packages have.
const version = '22.2.0'
const packages = ['common', 'compiler', 'compiler-cli', 'core', 'platform-browser', 'platform-server']

it('an Angular component shows, as signals, what the service of the README asks the mock', async () => {
  const readme = await readFile(new URL('../../rxjs/README.md', import.meta.url), 'utf8')
  const [, service = ''] = /```typescript\n([\s\S]*?)```/.exec(readme) ?? []
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/rxjs', '@bando/mock'],
    from: 'angular',
    dependencies: {
      ...Object.fromEntries(packages.map((name) => [`@angular/${name}`, version])),
      '@types/node': '^24.0.0',
      rxjs: '7.8.2',
      typescript: '~6.0.0',
    },
    files: { 'src/CoolnessService.ts': service },
  })
  expect((await project.run('npx', ['ngc'], { reject: false })).stdout).toBe('')
  const { stdout } = await project.run('node', ['dist/main.js'])
  expect(stdout).toMatch(/<p>Coolness \d+<\/p><p>99 of 100 requests left<\/p>/)
  expect(stdout).toContain('[ 200 ]')
})
