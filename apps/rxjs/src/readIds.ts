import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/**
 * Reads ids line by line, as they are pulled: from a file, or from stdin for `-`. Blank lines are
 * left out.
 */
export async function* readIds(from: string): AsyncGenerator<string> {
  // Opened first, so that a file that is missing is an error here.
  const file = from === '-' ? undefined : await open(from)
  try {
    const input = file ? file.createReadStream({ autoClose: false }) : process.stdin
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const id = line.trim()
      if (id !== '') yield id
    }
  } finally {
    await file?.close()
  }
}

/** Leaves out the first `count` ids. @throws Error if the last of them is not `lastId` */
export async function* skip(
  ids: Iterable<string> | AsyncIterable<string>,
  count: number,
  lastId: string | undefined,
): AsyncGenerator<string> {
  let index = 0
  for await (const id of ids) {
    index += 1
    if (index > count) yield id
    else if (index === count && id !== lastId) {
      throw new Error(
        `The output file answers another list of ids: number ${count} is "${lastId}" there and "${id}" here. Name another file.`,
      )
    }
  }
  if (index < count) {
    throw new Error(
      `The output file answers another list of ids: ${count} ids there, ${index} here. Name another file.`,
    )
  }
}
