import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bando } from '@bando/core'
import { createBando, isBandoError } from '@bando/core'
import { fileStore } from '@bando/core/node'

// node fillDisk.ts <disk> <when>: calls with a store on a small disk that is full for a while, from
// its start or once a call was served. Writes how each call ended, and which files the store has.
const [, , disk = '', when = ''] = process.argv
const filler = join(disk, 'filler')
const folder = join(disk, 'store')
const fetch = async (): Promise<Response> => new Response('null')

function fill(): void {
  for (let bytes = 65_536; bytes >= 1; bytes /= 2) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
    } catch {
      // So much does not fit any more.
    }
  }
}

const files = (): string[] =>
  readdirSync(disk, { recursive: true })
    .map(String)
    .filter((each) => each !== 'filler')
const limit = { requests: 100, windowMs: 3_600_000 }

async function call(bando: Bando): Promise<unknown> {
  return bando.get('/a').then(
    () => 'served',
    (error: unknown) =>
      isBandoError(error, 'store') && !error.sent && (error.cause as { errcode: number }).errcode,
  )
}

if (when === 'from its start') fill()
const bando = createBando({ store: fileStore(folder), fetch, anonymousLimit: limit })
const before = when === 'from its start' ? [] : [await call(bando)]
fill()
const failed: unknown[] = []
const left = new Set<string>()
// The log may have room for a few more.
while (failed.length < 5) {
  const told = await call(bando)
  if (told === 'served') continue
  failed.push(told)
  left.add(files().sort().join())
}
rmSync(filler)
const after = await call(bando)
console.log(JSON.stringify({ before, failed: [...new Set(failed)], left: left.size, after }))
await bando.close()
