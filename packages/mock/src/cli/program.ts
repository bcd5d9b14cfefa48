import { Command } from 'commander'
import { configOptions } from '../config/configOptions.ts'

/** The command as commander knows it: its flags and its help. What a value may be is the configuration's schema to say. */
export function createProgram(): Command {
  const program = new Command('bando-mock')
    .description('The Bando API on your desk: its rate limit and its lockout, enforced for real.')
    .option('-c, --config <file>', 'the configuration (default: bando-mock.config.ts, .js or .json here)')
  for (const { flag, help } of Object.values(configOptions)) program.option(flag, help)
  return program
    .addHelpText('after', examples)
    .showHelpAfterError('Run bando-mock --help to see every flag.')
    .allowExcessArguments(false)
}

const examples = `
Each flag is also a variable (--anonymous-limit is BANDO_MOCK_ANONYMOUS_LIMIT) and an option of the
configuration (anonymousLimit). A flag counts before a variable, and that before the configuration.

Examples:
  bando-mock                                 the contract's defaults on http://127.0.0.1:4010
  bando-mock --limit 20/2s --lockout off     a short window to watch, and no lockout
  bando-mock --algorithm sliding-log --headers none --errors plain
`
