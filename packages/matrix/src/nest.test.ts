import { it } from 'vitest'
import { tryNestProject } from './nestProject.ts'

it('a fresh application of Nest 11, of CommonJS, compiles and runs', async () => {
  await tryNestProject({ nest: '^11', nestAxios: '^4', axios: '^1', module: 'commonjs', compiler: 'tsc' })
})
