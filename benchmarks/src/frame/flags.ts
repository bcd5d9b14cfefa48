import { Command, InvalidArgumentError } from 'commander'

export interface Flags {
  /** The benchmarks to run. */
  readonly names: readonly string[]
  /** How often each candidate is measured. If left out, each benchmark's own number. */
  readonly rounds?: number
  readonly isQuick: boolean
  /** Parts of candidates' names. If empty, all are measured. */
  readonly only: readonly string[]
  /** Whether to write the last results again, without measuring. */
  readonly isRender: boolean
}

/** The options as Commander names them. */
interface Given {
  readonly rounds: number
  readonly quick: boolean
  readonly only: readonly string[]
  readonly render: boolean
}

/**
 * Parses the arguments of `pnpm bench`. Prints the help, or the mistake, and ends the process.
 * @param known the names of all benchmarks
 */
export function readFlags(args: readonly string[], known: readonly string[], command = new Command()): Flags {
  command
    .name('pnpm bench')
    .description('Measures Bando beside its peers. Prints the tables, and writes them to benchmarks/results.')
    .argument('[names...]', `the benchmarks to run: ${known.join(', ')}. If left out, all`)
    .option('--rounds <n>', 'how often each candidate is measured', wholeNumber)
    .option('--quick', 'fewer rounds and shorter measurements')
    .option('--only <parts...>', 'only candidates whose names contain one of these. Writes no results')
    .option('--render', 'measure nothing, and write tables and plots of the last results again')
    .parse(
      args.filter((arg) => arg !== '--'),
      { from: 'user' },
    )
  const unknown = command.args.find((name) => !known.includes(name))
  if (unknown !== undefined)
    command.error(`There is no benchmark "${unknown}". Choose from ${known.join(', ')}.`)
  const { rounds, quick = false, only = [], render = false } = command.opts<Partial<Given>>()
  const names = command.args.length > 0 ? known.filter((name) => command.args.includes(name)) : known
  return { names, isQuick: quick, only, isRender: render, ...(rounds !== undefined && { rounds }) }
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1) return value
  throw new InvalidArgumentError('Write a whole number of at least 1.')
}
