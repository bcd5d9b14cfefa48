import * as v from 'valibot'
import { lockoutSchema, oneOf, settingsSchema, wholeFrom, yesOrNo } from '../options/settingsSchema.ts'
import { fromText, limitFromText, numberFromText, switchFromText } from './fromText.ts'
import { parseCounted, parseLockout } from './shorthand.ts'

/** One option of the command: its flag and what its value must be, as text or as a file has it. */
export interface ConfigOption {
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
  parseCounted,
  v.strictObject(
    { limited: v.optional(yesOrNo), rejected: v.optional(yesOrNo), locked: v.optional(yesOrNo) },
    countedText,
  ),
)

const token = v.pipe(
  v.string('a text'),
  v.regex(/^bando_[A-Za-z0-9_]+$/, 'bando_ followed by letters, digits or underscores'),
)

/** Every option of the command, in the order its help shows them. */
export const configOptions = {
  port: {
    flag: '-p, --port <port>',
    help: 'where to listen; 0 takes any free port (default: 4010)',
    schema: port,
  },
  host: {
    flag: '--host <address>',
    help: 'the address to listen on (default: 127.0.0.1)',
    schema: v.string('an address'),
  },
  tls: {
    flag: '--tls',
    help: 'HTTPS, with a certificate made on the spot',
    schema: switchFromText(yesOrNo),
  },
  adminPort: { flag: '--admin-port <port>', help: 'a port of its own for /_mock', schema: port },
  admin: {
    flag: '--admin <who>',
    help: 'who may drive the mock: on (this machine), everyone or off (default: on)',
    schema: switchFromText(v.union([v.boolean(), v.literal('everyone')], '"on", "off" or "everyone"')),
  },
  limit: {
    flag: '--limit <n/time>',
    help: 'requests of a standard token (default: 100/1h)',
    schema: limitFromText,
  },
  anonymousLimit: {
    flag: '--anonymous-limit <n/time>',
    help: 'requests without a token, by address (default: 60/1h)',
    schema: limitFromText,
  },
  algorithm: {
    flag: '--algorithm <name>',
    help: 'how the window is counted (default: fixed-window)',
    schema: entries.algorithm,
  },
  budgetOf: {
    flag: '--budget-of <whom>',
    help: 'whose budget it is: token or owner (default: token)',
    schema: entries.budgetOf,
  },
  lockout: {
    flag: '--lockout <n/within/for>',
    help: 'invalid logins that lock, or off (default: 5/1m/15m)',
    schema: lockout,
  },
  counted: {
    flag: '--counted <refusals>',
    help: 'refusals that spend budget: limited, rejected, locked (default: rejected,locked)',
    schema: counted,
  },
  malformed: {
    flag: '--malformed <as>',
    help: 'what a malformed Authorization is: rejected or anonymous (default: rejected)',
    schema: entries.malformed,
  },
  order: {
    flag: '--order <order>',
    help: 'credentials-first or limit-first (default: credentials-first)',
    schema: entries.order,
  },
  headers: {
    flag: '--headers <style>',
    help: 'how a budget is told: standard, legacy, legacy-seconds or none (default: standard)',
    schema: entries.headers,
  },
  errors: {
    flag: '--errors <style>',
    help: 'bodies of refusals: problem, plain or empty (default: problem)',
    schema: entries.errors,
  },
  token: { flag: '--token <token>', help: 'the standard token, instead of a random one', schema: token },
  log: {
    flag: '--log <style>',
    help: 'how requests are shown: pretty, json or none (default: pretty)',
    schema: oneOf('pretty', 'json', 'none'),
  },
  journalSize: {
    flag: '--journal-size <n>',
    help: 'how many requests are remembered (default: 1000)',
    schema: numberFromText(wholeFrom(0)),
  },
  maxAddresses: {
    flag: '--max-addresses <n>',
    help: 'how many addresses are remembered (default: 10000)',
    schema: numberFromText(wholeFrom(1)),
  },
  seed: {
    flag: '--seed <n>',
    help: 'makes faults by probability repeatable (default: 1)',
    schema: numberFromText(wholeFrom(0)),
  },
} as const satisfies Record<string, ConfigOption>
