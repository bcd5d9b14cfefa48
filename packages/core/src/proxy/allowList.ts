import { BandoConfigError } from '../errors/BandoConfigError.ts'

/**
 * A call that may be made. Its path is built from the template, so that nothing of the request's
 * own spelling is sent.
 */
export interface AllowedCall {
  readonly method: string
  readonly path: string
}

interface Template {
  readonly method: string
  readonly segments: readonly string[]
  readonly hasEndSlash: boolean
}

/**
 * Compiles `allow`. Returns the call that a method and a path amount to, or `undefined` if no
 * template allows it.
 * @throws BandoConfigError naming the template that cannot be
 */
export function allowList(
  allow: readonly string[],
  basePath: string,
): (method: string, pathname: string) => AllowedCall | undefined {
  const templates = allow.map(parseTemplate)
  return (method, pathname) => {
    const segments = pathname.startsWith(`${basePath}/`)
      ? segmentsOf(pathname.slice(basePath.length))
      : undefined
    if (segments === undefined) return undefined
    for (const template of templates) {
      if (template.method === method && fits(template, segments))
        return { method, path: pathOf(template, segments) }
    }
    return undefined
  }
}

function parseTemplate(text: string): Template {
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(text) ?? []
  const segments = path === undefined ? undefined : segmentsOf(path)
  if (method === undefined || path === undefined || segments === undefined) {
    throw new BandoConfigError(
      `allow: needs a method and a path, such as 'GET /api/v1/wallets/:address/'. Found ${JSON.stringify(text)}.`,
    )
  }
  return { method, segments, hasEndSlash: path.endsWith('/') }
}

/**
 * The decoded segments of a path, without a slash at its end. Returns `undefined` if two servers
 * might read the path differently: empty or dot segments, encoded slashes, backslashes, percent
 * signs and control characters.
 */
function segmentsOf(path: string): readonly string[] | undefined {
  if (path === '/') return []
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decodeSegment)
  return segments.every((segment) => segment !== undefined) ? segments : undefined
}

function decodeSegment(encoded: string): string | undefined {
  try {
    const segment = decodeURIComponent(encoded)
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    return /^\.{0,2}$|[/\\%\u0000-\u001f\u007f]/.test(segment) ? undefined : segment
  } catch {
    return undefined
  }
}

function fits({ segments: template }: Template, segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false
  return template.every((each, index) => each.startsWith(':') || each === segments[index])
}

function pathOf({ segments: template, hasEndSlash }: Template, segments: readonly string[]): string {
  const filled = template.map((_, index) => encodeURIComponent(segments[index] ?? ''))
  return `/${filled.join('/')}${hasEndSlash && filled.length > 0 ? '/' : ''}`
}
