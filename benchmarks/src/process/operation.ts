import { Bench } from 'tinybench'

/** Returns the median time of one run of `operation`, after a warm-up, in µs. */
export async function medianUs(operation: () => Promise<unknown>, forMs: number): Promise<number> {
  const bench = new Bench({
    time: forMs,
    warmupTime: forMs / 2,
    iterations: 1,
    warmupIterations: 1,
    throws: true,
  })
  bench.add('operation', operation)
  const [task] = await bench.run()
  if (!task || task.result.state !== 'completed') throw new Error('The operation did not complete.')
  return task.result.latency.p50 * 1000
}
