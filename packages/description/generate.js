// Writes the core's types of the API. With `--check`, fails if they differ from the description.
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString, COMMENT_HEADER, STRING, tsLiteral, tsUnion } from 'openapi-typescript'
import ts from 'typescript'

const description = new URL('../core/openapi.yaml', import.meta.url)
const output = new URL('../core/src/paths/BandoPaths.ts', import.meta.url)

/** `string & {}` keeps completion for the known values, which a plain `string` would hide. */
const anyOther = ts.factory.createIntersectionTypeNode([STRING, ts.factory.createTypeLiteralNode([])])

const nodes = await openapiTS(description, {
  immutable: true,
  transform: ({ 'x-extensible-enum': known }) => known && tsUnion([...known.map(tsLiteral), anyOther]),
})
const written = `${COMMENT_HEADER}${astToString(nodes)}`

if (!process.argv.includes('--check')) await writeFile(output, written)
else if ((await readFile(output, 'utf8')) !== written) {
  console.error('BandoPaths.ts differs from openapi.yaml. Run "pnpm --filter @bando/description generate".')
  process.exitCode = 1
}
