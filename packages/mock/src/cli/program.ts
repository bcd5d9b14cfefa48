import { Command, InvalidArgumentError, Option } from 'commander'
import { algorithms } from '../limits/createMeter.ts'
import type { Limit } from '../limits/Limit.ts'
import type { LockoutRule } from '../lockout/LockoutRule.ts'
import type { Algorithm } from '../limits/createMeter.ts'
import type { ErrorStyle, HeaderStyle } from '../options/MockSettings.ts'
import { parseLimit, parseLockout } from './shorthand.ts'

/** The command's flags, read. */
export interface Flags {
  readonly port: number
  readonly host: string
  readonly limit?: Limit
  readonly anonymousLimit?: Limit
  readonly algorithm?: Algorithm
  readonly lockout?: LockoutRule | false
  readonly headers?: HeaderStyle
  readonly errors?: ErrorStyle
  readonly token?: string
  readonly log: 'pretty' | 'json' | 'none'
}

/** The command as commander knows it: flags, help, and what is said about a flag that means nothing. */
export function createProgram(): Command {
  return new Command('bando-mock')
    .description('The Bando API on your desk: its rate limit and its lockout, enforced for real.')
    .option('-p, --port <port>', 'where to listen; 0 takes any free port', port, 4010)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--limit <n/time>', 'requests of a standard token (default: 100/1h)', limit)
    .option('--anonymous-limit <n/time>', 'requests without a token, by address (default: 60/1h)', limit)
    .addOption(
      new Option('--algorithm <name>', 'how the window is counted (default: fixed-window)').choices(
        algorithms,
      ),
    )
    .option('--lockout <n/within/for>', 'invalid logins that lock, or off (default: 5/1m/15m)', lockout)
    .addOption(
      new Option('--headers <style>', 'how the rest of a budget is told (default: standard)').choices([
        'standard',
        'legacy',
        'legacy-seconds',
        'none',
      ]),
    )
    .addOption(
      new Option('--errors <style>', 'bodies of refusals (default: problem)').choices([
        'problem',
        'plain',
        'empty',
      ]),
    )
    .option('--token <token>', 'the standard token, instead of a random one')
    .addOption(
      new Option('--log <style>', 'how requests are shown')
        .choices(['pretty', 'json', 'none'])
        .default('pretty'),
    )
    .addHelpText('after', examples)
    .showHelpAfterError('Run bando-mock --help to see every flag.')
    .allowExcessArguments(false)
}

const examples = `
Examples:
  bando-mock                                 the contract's defaults on http://127.0.0.1:4010
  bando-mock --limit 20/2s --lockout off     a short window to watch, and no lockout
  bando-mock --algorithm sliding-log --headers none --errors plain
`

function port(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= 65_535) return value
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function limit(text: string): Limit {
  const value = parseLimit(text)
  if (value) return value
  throw new InvalidArgumentError('Write requests and time, such as 100/1h, 20/2s or 5/500ms.')
}

function lockout(text: string): LockoutRule | false {
  const value = parseLockout(text)
  if (value !== undefined) return value
  throw new InvalidArgumentError('Write failures, within and for how long, such as 5/1m/15m, or off.')
}
