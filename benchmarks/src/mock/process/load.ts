import autocannon from 'autocannon'
import { headers } from './firstAnswer.ts'

const connections = 50

/**
 * Keeps 50 connections busy for a time or a number of requests. Resolves to the number of responses
 * and the time.
 */
export async function load(
  url: string,
  extent: { readonly duration: number } | { readonly amount: number },
): Promise<{ answered: number; ms: number }> {
  const {
    '2xx': answered,
    errors,
    non2xx,
    duration,
  } = await autocannon({ url, connections, headers, ...extent })
  if (errors + non2xx > 0)
    throw new Error(
      `${url}: ${errors} requests failed and ${non2xx} were refused. Only served ones are measured.`,
    )
  return { answered, ms: duration * 1000 }
}
