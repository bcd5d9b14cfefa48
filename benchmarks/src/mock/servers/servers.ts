import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A server to measure: the script that makes `node` serve `GET /coolness` on a port. */
export interface Server {
  readonly name: string
  readonly args: (port: number) => readonly string[]
}

export const servers: readonly Server[] = [
  script('node:http', 'rawHttp.js'),
  script('@bando/mock', 'bando.js'),
  command('bando-mock', '@bando/mock', (port) => [
    `-p${port}`,
    '--token=bando_benchmark',
    '--limit=1000000000/1h',
    '--log=none',
  ]),
  script('fastify', 'fastify.js'),
  script('mockttp', 'mockttp.js'),
  command('json-server', 'json-server', (port) => [`-p${port}`, '--quiet', file('database.json')]),
  command('Prism', '@stoplight/prism-cli', (port) => [
    'mock',
    `-p${port}`,
    '--verboseLevel=silent',
    file('description.json'),
  ]),
]

function script(name: string, path: string): Server {
  return { name, args: (port) => [file(path), String(port)] }
}

/** Returns the script of a package's own command. */
function command(name: string, packageName: string, flags: (port: number) => readonly string[]): Server {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> }
  const path = typeof bin === 'string' ? bin : (Object.values(bin)[0] ?? '')
  return { name, args: (port) => [join(dirname(manifest), path), ...flags(port)] }
}

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
