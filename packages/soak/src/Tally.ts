import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How often one suite passed and failed. */
export interface Count {
  readonly passed: number
  readonly failed: number
}

interface Saved {
  readonly version: string
  readonly counts: Readonly<Record<string, Count>>
}

const none: Count = { passed: 0, failed: 0 }

/**
 * The counts of one soak. A file keeps them, so that a stopped soak can continue. Counts of another
 * version of the code are dropped.
 */
export class Tally {
  readonly #path: string
  readonly #version: string
  #counts: Record<string, Count> = {}

  constructor(path: string, version: string) {
    this.#path = path
    this.#version = version
    const saved = read(path)
    if (saved?.version === version) this.#counts = { ...saved.counts }
  }

  get isEmpty(): boolean {
    return Object.keys(this.#counts).length === 0
  }

  of(file: string): Count {
    return this.#counts[file] ?? none
  }

  runs(file: string): number {
    const { passed, failed } = this.of(file)
    return passed + failed
  }

  add(file: string, hasPassed: boolean): void {
    const { passed, failed } = this.of(file)
    this.#counts[file] = hasPassed ? { passed: passed + 1, failed } : { passed, failed: failed + 1 }
    const saved: Saved = { version: this.#version, counts: this.#counts }
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(this.#path, JSON.stringify(saved, undefined, 2))
  }

  /** Removes every count, in the file too. */
  clear(): void {
    this.#counts = {}
    rmSync(this.#path, { force: true })
  }
}

function read(path: string): Saved | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Saved
  } catch {
    // The file does not exist, or its process ended while it wrote.
    return undefined
  }
}
