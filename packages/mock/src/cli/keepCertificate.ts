import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Writes a certificate to a file that clients can use (`curl --cacert`, `NODE_EXTRA_CA_CERTS`). */
export async function keepCertificate(
  certificate: string,
): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mock-'))
  const path = join(folder, 'certificate.pem')
  await writeFile(path, certificate)
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}
