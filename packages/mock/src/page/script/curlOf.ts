import type { JournalEntry } from '../../journal/Journal.ts'

/** Writes a request as a curl command for any shell. The token stays in `$BANDO_TOKEN`. */
export function curlOf(
  origin: string,
  {
    method,
    path,
    search,
    credential,
    preferred,
  }: Pick<JournalEntry, 'method' | 'path' | 'search' | 'credential' | 'preferred'>,
): string {
  // Quotes a text, so that a shell reads nothing in it as code.
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
  return [
    'curl',
    // Sends the path as it is. Otherwise curl expands braces and brackets, and removes dot
    // segments.
    '--globoff',
    '--path-as-is',
    ...(method === 'HEAD' ? ['--head'] : method === 'GET' ? [] : ['-X', method]),
    ...(credential === 'anonymous' ? [] : ['-H', '"Authorization: Bearer $BANDO_TOKEN"']),
    ...(preferred === undefined ? [] : ['-H', `'Prefer: code=${preferred}'`]),
    quoted(origin + path + search),
  ].join(' ')
}
