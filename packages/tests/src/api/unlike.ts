import { shapes } from './shapes.ts'

/**
 * Returns the differences between a body and its shape: unknown fields, missing fields and wrong
 * types.
 */
export function unlike(name: string, body: unknown, at = name): string[] {
  const shape = shapes[name]
  if (shape === undefined) return [`${name} is no shape.`]
  if (!isRecord(body)) return [`${at} is no object.`]
  const fields = Object.entries(shape.fields).map(([field, type]) => ({
    name: field.replace('?', ''),
    type,
    isOptional: field.endsWith('?'),
  }))
  const known = new Set(fields.map((field) => field.name))
  const more = Object.keys(body).filter((field) => !known.has(field))
  return [
    ...more.map((field) => `${at}.${field} is no field.`),
    ...fields.flatMap((field) => {
      const value = body[field.name]
      if (field.isOptional && (value === undefined || value === null)) return []
      return wrong(field.type, value, `${at}.${field.name}`)
    }),
  ]
}

function wrong(type: string, value: unknown, at: string): string[] {
  const inner = type.slice(1, -1)
  if (type.startsWith('[')) {
    if (!Array.isArray(value)) return [`${at} is no list.`]
    return value.flatMap((item: unknown, index) => wrong(inner, item, `${at}[${index}]`))
  }
  if (type.startsWith('{')) {
    if (!isRecord(value)) return [`${at} is no object.`]
    return Object.entries(value).flatMap(([key, item]) => wrong(inner, item, `${at}.${key}`))
  }
  if (/^[A-Z]/.test(type)) return unlike(type, value, at)
  return type.split('|').some((one) => isOfType(one, value)) ? [] : [`${at} is no ${type}.`]
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
