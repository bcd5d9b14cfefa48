import type { Problem } from '../errors/BandoHttpError.ts'

/** Problem details (RFC 9457) in a parsed body, where it is one. */
export function readProblem(body: unknown): Problem | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { type, title, detail } = body as Partial<Record<'type' | 'title' | 'detail', unknown>>
  const problem = { type: text(type) ?? 'about:blank', title: text(title), detail: text(detail) }
  return problem.title === undefined && problem.detail === undefined ? undefined : problem
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
