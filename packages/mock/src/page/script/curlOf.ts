import type { JournalEntry } from '../../journal/Journal.ts'

/** A request as a command for any shell; the token is left to `$BANDO_TOKEN`. */
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
  // Whatever stands in a path, no shell reads more than a text in it.
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
  return [
    'curl',
    // Sent as it came: curl makes several of braces and brackets, and takes dot segments out.
    '--globoff',
    '--path-as-is',
    ...(method === 'HEAD' ? ['--head'] : method === 'GET' ? [] : ['-X', method]),
    ...(credential === 'anonymous' ? [] : ['-H', '"Authorization: Bearer $BANDO_TOKEN"']),
    ...(preferred === undefined ? [] : ['-H', `'Prefer: code=${preferred}'`]),
    quoted(origin + path + search),
  ].join(' ')
}
