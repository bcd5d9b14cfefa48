import { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { configOptions } from '../config/configOptions.ts'

/**
 * Makes the commander program: flags and help. The schema of the configuration checks values, and
 * `run` refuses unknown arguments.
 */
export function createProgram(): Command {
  const program = new Command('bando-mock').description(
    'The Bando API on your desk: its rate limit and its lockout, enforced for real.',
  )
  for (const { group, flag, help } of Object.values(configOptions)) {
    program.optionsGroup(`${group}:`).option(flag, help)
  }
  return program
    .optionsGroup('The command:')
    .option('-c, --config <file>', 'the configuration (default: bando-mock.config.ts, .js or .json here)')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', examples)
    .showHelpAfterError('Run bando-mock --help to see every flag.')
    .allowExcessArguments()
}

const examples = `
Each flag is also a variable (--anonymous-limit is BANDO_MOCK_ANONYMOUS_LIMIT)
and an option of the configuration (anonymousLimit). A flag counts before a
variable, and that before the configuration.

Examples:
  bando-mock                               as the contract has it, on port 4010
  bando-mock --limit 20/2s --lockout off   a window short enough to watch
  bando-mock --tls --log json              HTTPS, and a line of JSON a request
`
