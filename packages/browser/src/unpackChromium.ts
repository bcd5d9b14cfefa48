import chromium from '@sparticuz/chromium'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Unpacks the browser of the package to a separate folder, then moves it into place as a whole. The
 * package itself would use a browser that another process has only half unpacked.
 */
export async function unpackChromium(): Promise<string> {
  const found = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const [name] = /chromium@[\d.]+/.exec(found) ?? ['chromium']
  const place = join(tmpdir(), `bando-${name}`)
  if (!existsSync(place)) {
    const own = await mkdtemp(`${place}-`)
    await unpackInto(own)
    await rename(own, place).catch(async (error: unknown) => {
      await rm(own, { recursive: true })
      if (!existsSync(place)) throw error
    })
  }
  return join(place, 'chromium')
}

async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
