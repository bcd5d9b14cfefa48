import * as v from 'valibot'
import { lockoutSchema, oneOf, settingsSchema, wholeFrom, yesOrNo } from '../options/settingsSchema.ts'
import { fromText, limitFromText, numberFromText, switchFromText } from './fromText.ts'
import { parseCounted, parseLockout } from './shorthand.ts'

/** One option of the command: its flag, and the schema of its value. */
export interface ConfigOption {
  /** The heading of the option in the help. */
  readonly group: string
  readonly flag: string
  readonly help: string
  readonly schema: v.GenericSchema
}

const { entries } = settingsSchema

const portText = 'a whole number from 0 to 65535'
const port = numberFromText(
  v.pipe(v.number(portText), v.integer(portText), v.minValue(0, portText), v.maxValue(65_535, portText)),
)

const lockoutText =
  'failures, within and for how long, such as "5/1m/15m" or "5/1m/15m,by=owner,anonymous=refused", or "off"'
const lockout = fromText(
  (text) => parseLockout(text) ?? text,
  v.union([v.literal(false), v.partial(lockoutSchema)], lockoutText),
)

const countedText = 'some of "limited,rejected,locked", or "none"'
const counted = fromText(
  (text) => parseCounted(text) ?? text,
  v.strictObject(
    { limited: v.optional(yesOrNo), rejected: v.optional(yesOrNo), locked: v.optional(yesOrNo) },
    countedText,
  ),
)

const token = v.pipe(
  v.string('a text'),
  v.regex(/^bando_[A-Za-z0-9_]+$/, 'bando_ followed by letters, digits or underscores'),
)

/** Every option of the command, in the order of the help. Options of one group are adjacent. */
export const configOptions = {
  port: {
    group: 'Where it listens',
    flag: '-p, --port <port>',
    help: 'the port; 0 takes any free one (default: 4010)',
    schema: port,
  },
  host: {
    group: 'Where it listens',
    flag: '--host <address>',
    help: 'the address to listen on (default: 127.0.0.1)',
    schema: v.pipe(v.string('an address'), v.nonEmpty('an address')),
  },
  basePath: {
    group: 'Where it listens',
    flag: '--base-path <path>',
    help: 'the path prefix of the API, such as /bando (default: none)',
    schema: v.pipe(v.string('a path'), v.regex(/^\/(?!\/)[^?#\s]*$/, 'a path, such as "/bando"')),
  },
  tls: {
    group: 'Where it listens',
    flag: '--tls',
    help: 'HTTPS, with a certificate generated at the start',
    schema: switchFromText(yesOrNo),
  },
  adminPort: {
    group: 'Where it listens',
    flag: '--admin-port <port>',
    help: "a separate port for /_mock (default: the API's)",
    schema: port,
  },
  admin: {
    group: 'Where it listens',
    flag: '--admin <who>',
    help: 'who may use /_mock: on (this machine), everyone or off (default: on)',
    schema: switchFromText(v.union([v.boolean(), v.literal('everyone')], '"on", "off" or "everyone"')),
  },
  limit: {
    group: 'Limits',
    flag: '--limit <n/time>',
    help: 'requests of a standard token (default: 100/1h)',
    schema: limitFromText,
  },
  anonymousLimit: {
    group: 'Limits',
    flag: '--anonymous-limit <n/time>',
    help: 'requests without a token, by address (default: 60/1h)',
    schema: limitFromText,
  },
  algorithm: {
    group: 'Limits',
    flag: '--algorithm <name>',
    help: 'how requests are counted: fixed-window, fixed-window-aligned, sliding-log, token-bucket or sliding-counter (default: fixed-window)',
    schema: entries.algorithm,
  },
  budgetOf: {
    group: 'Limits',
    flag: '--budget-of <kind>',
    help: 'what has a budget: token or owner (default: token)',
    schema: entries.budgetOf,
  },
  counted: {
    group: 'Limits',
    flag: '--counted <refusals>',
    help: 'refusals that spend budget: limited, rejected, locked, or none (default: rejected,locked)',
    schema: counted,
  },
  token: {
    group: 'Credentials',
    flag: '--token <token>',
    help: 'the standard token (default: a random one)',
    schema: token,
  },
  lockout: {
    group: 'Credentials',
    flag: '--lockout <n/within/for>',
    help: 'failures, within and for how long, or off (default: 5/1m/15m)',
    schema: lockout,
  },
  malformed: {
    group: 'Credentials',
    flag: '--malformed <as>',
    help: 'how a malformed Authorization is treated: rejected or anonymous (default: rejected)',
    schema: entries.malformed,
  },
  order: {
    group: 'Credentials',
    flag: '--order <order>',
    help: 'what is checked first: credentials-first or limit-first (default: credentials-first)',
    schema: entries.order,
  },
  headers: {
    group: 'Responses',
    flag: '--headers <style>',
    help: 'the fields that report a limit: standard, legacy, legacy-seconds or none (default: standard)',
    schema: entries.headers,
  },
  errors: {
    group: 'Responses',
    flag: '--errors <style>',
    help: 'bodies of errors: bando, legacy, problem, plain or empty (default: bando)',
    schema: entries.errors,
  },
  checkReferences: {
    group: 'Responses',
    flag: '--check-references',
    help: "check references and required fields with the variant's regular expressions",
    schema: switchFromText(entries.checkReferences),
  },
  pendingMs: {
    group: 'Responses',
    flag: '--pending-ms <n>',
    help: 'how long a transaction is PENDING (default: 10000)',
    schema: numberFromText(entries.pendingMs),
  },
  processingMs: {
    group: 'Responses',
    flag: '--processing-ms <n>',
    help: 'how long a transaction is then PROCESSING (default: 20000)',
    schema: numberFromText(entries.processingMs),
  },
  log: {
    group: 'While it runs',
    flag: '--log <style>',
    help: 'how requests are shown: pretty, json or none (default: pretty)',
    schema: oneOf('pretty', 'json', 'none'),
  },
  journalSize: {
    group: 'While it runs',
    flag: '--journal-size <n>',
    help: 'how many requests the journal keeps (default: 1000)',
    schema: numberFromText(wholeFrom(0)),
  },
  maxAddresses: {
    group: 'While it runs',
    flag: '--max-addresses <n>',
    help: 'how many addresses are remembered (default: 10000)',
    schema: numberFromText(wholeFrom(1)),
  },
  seed: {
    group: 'While it runs',
    flag: '--seed <n>',
    help: 'makes random faults repeatable (default: 1)',
    schema: numberFromText(wholeFrom(0)),
  },
} as const satisfies Record<string, ConfigOption>
