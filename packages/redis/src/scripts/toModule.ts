import { createHash } from 'node:crypto'

/**
 * Makes the module of a script out of its file, `<command>.v<version>-<keys>.lua`. Redis gets the
 * code without comments, after its name.
 */
export function toModule(file: string, source: string): string {
  const [, name = '', keys = ''] = /^(\w+\.v\d+)-(\d+)\.lua$/.exec(file) ?? []
  const lua = `-- @bando/redis ${name}\n${withoutComments(source)}`
  const sha1 = createHash('sha1').update(lua).digest('hex')
  return `import type { Script } from './Script.ts'

/** Made of \`${file}\` by \`pnpm generate\`. */
export const ${toCamelCase(name)}: Script = {
  name: '${name}',
  keys: ${keys},
  sha1: '${sha1}',
  lua: \`${lua}\`,
}
`
}

function withoutComments(source: string): string {
  return source
    .replace(/--\[\[[\s\S]*?\]\]\n/, '')
    .replaceAll(/^\s*--.*\n/gm, '')
    .replaceAll(/\n\n+/g, '\n')
}

/** `commit.v1` becomes `commitV1`. */
function toCamelCase(name: string): string {
  return name.replaceAll(/\.(\w)/g, (_, first: string) => first.toUpperCase())
}
