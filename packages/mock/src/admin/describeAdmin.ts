import { toJsonSchema, toJsonSchemaDefs, type ConversionConfig } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { problemSchema } from '../answers/problemAnswer.ts'
import { faultSchema } from '../options/faultSchema.ts'
import { limitSchema, lockoutSchema, settingsSchema } from '../options/settingsSchema.ts'
import { tokenSchema } from '../options/tokenSchema.ts'
import type { AdminOperation } from './AdminOperation.ts'
import { adminRefusal, journalEntry, stateReply } from './adminReplies.ts'

/** The schemas with a name of their own in the description. */
const definitions = {
  Fault: faultSchema,
  JournalEntry: journalEntry,
  Limit: limitSchema,
  Lockout: lockoutSchema,
  Problem: problemSchema,
  Refusal: adminRefusal,
  Settings: settingsSchema,
  State: stateReply,
  Token: tokenSchema,
}

const conversion: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  // JSON Schema cannot express rules between two members, and its numbers are always finite.
  ignoreActions: ['check', 'finite'],
  definitions,
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
}

type Json = Readonly<Record<string, unknown>>

/** Describes the admin API in OpenAPI 3.1, from the schemas of its operations. */
export function describeAdmin(operations: Readonly<Record<string, AdminOperation>>): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', pattern = ''] = key.split(' ')
    const path = pattern.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: described(operation, key, path) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Admin API of @bando/mock', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    // No authentication: the admin API serves its own machine.
    security: [{}],
    paths,
    components: { schemas: toJsonSchemaDefs(definitions, conversion) },
  }
}

function described(operation: AdminOperation, key: string, path: string): Json {
  const { summary, query, body, status, reply, media } = operation
  const parameters = [...inPath(path), ...inQuery(query)]
  const content = reply ? inJson(reply) : media && { [media]: {} }
  return {
    operationId: idOf(key),
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { content: inJson(body) } }),
    responses: {
      [status]: { description: summary, ...(content && { content }) },
      default: {
        description: 'The request is refused. The response says why, and what to do.',
        content: { ...inJson(adminRefusal), 'application/problem+json': { schema: schemaOf(problemSchema) } },
      },
    },
  }
}

/** Returns the operation id: `'POST /_mock/tokens/:name/revoke'` is postTokensNameRevoke. */
function idOf(key: string): string {
  const [method = '', ...words] = key.replace('/_mock', '').split(/\W+/).filter(Boolean)
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function inPath(path: string): Json[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function inQuery(query: AdminOperation['query']): Json[] {
  return Object.entries(query?.entries ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: schemaOf(schema as GenericSchema),
  }))
}

function inJson(schema: GenericSchema): Json {
  return { 'application/json': { schema: schemaOf(schema) } }
}

function schemaOf(schema: GenericSchema): Json {
  const { $schema: _schema, $defs: _defs, ...rest } = toJsonSchema(schema, conversion)
  return rest
}
