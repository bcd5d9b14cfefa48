import { closeSync, existsSync, ftruncateSync, openSync, readSync } from 'node:fs'

/** What the output file of an earlier run says. */
export interface Earlier {
  /** How many ids are answered: the first ones of the list. */
  readonly answered: number
  /** The last of them; `undefined` if there is none. */
  readonly lastId: string | undefined
}

const newline = 10
const chunkBytes = 1 << 20

/**
 * Reads how far an earlier run came, in constant memory. Cuts off a last line that is incomplete
 * because the process was killed.
 * @throws Error if the last line is not an answer of this program
 */
export function resume(file: string): Earlier {
  if (!existsSync(file)) return { answered: 0, lastId: undefined }
  const descriptor = openSync(file, 'r+')
  try {
    const chunk = Buffer.alloc(chunkBytes)
    let answered = 0
    let size = 0
    let whole = 0
    let lastLine = Buffer.alloc(0)
    let line = Buffer.alloc(0)
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      let from = 0
      for (let at = chunk.indexOf(newline); at !== -1 && at < read; at = chunk.indexOf(newline, from)) {
        lastLine = Buffer.concat([line, chunk.subarray(from, at)])
        line = Buffer.alloc(0)
        from = at + 1
        answered += 1
        whole = size + from
      }
      line = Buffer.concat([line, chunk.subarray(from, read)])
      size += read
    }
    ftruncateSync(descriptor, whole)
    return { answered, lastId: answered === 0 ? undefined : idOf(lastLine.toString(), file) }
  } finally {
    closeSync(descriptor)
  }
}

function idOf(line: string, file: string): string {
  try {
    const { id } = JSON.parse(line) as { readonly id: unknown }
    if (typeof id === 'string') return id
  } catch {
    // Told below.
  }
  throw new Error(
    `${file}: its last line is not an answer with an \`id\`. Found "${line.slice(0, 80)}". Name another file.`,
  )
}
