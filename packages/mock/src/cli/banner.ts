import { poorWallet } from '../catalogue/poorWallet.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import { formatDuration, formatLimit } from '../config/shorthand.ts'
import type { OwnToken } from './ownTokens.ts'
import type { Paint } from './Paint.ts'

/** The tokens that the command issues, one for each kind of response. */
export interface SampleTokens {
  readonly standard: string
  readonly partner: string
  readonly revoked: string
}

/** The contents of the banner. */
interface BannerFacts {
  readonly url: string
  /** The address of `/_mock`, if the admin API is enabled. */
  readonly adminUrl: string | undefined
  readonly settings: MockSettings
  readonly tokens: SampleTokens
  /** The tokens of the configuration. */
  readonly ownTokens: readonly OwnToken[]
  /** The file that holds the certificate to trust. */
  readonly certificate?: string | undefined
}

/**
 * Returns what the command prints at its start, short enough for one screen: the address, the
 * tokens and the rules. The first token shown is the standard one, in a line for the shell.
 */
export function banner(
  { url, adminUrl, settings, tokens, ownTokens, certificate }: BannerFacts,
  paint: Paint,
): string {
  const { limit, anonymousLimit, lockout } = settings
  const row = (name: string, value: string, note = ''): string =>
    `  ${paint('dim', name.padEnd(11))} ${value}${note && `  ${paint('dim', note)}`}`
  return [
    '',
    `  ${paint('bold', paint('magenta', 'bando mock'))} ${paint('dim', 'at')} ${paint('bold', url)}`,
    '',
    // The command stands on a line of its own, so that it can be copied.
    exportLine(url, tokens.standard, certificate),
    '',
    row('token', paint('green', tokens.standard), formatLimit(limit)),
    row('partner', paint('green', tokens.partner), formatLimit(partnerLimit(settings))),
    row('revoked', paint('red', tokens.revoked), 'gets 401'),
    ...ownTokens.map((own) => row(own.owner, ownToken(own, paint), worthOf(own))),
    row('anonymous', formatLimit(anonymousLimit), 'by address'),
    '',
    row('counted', settings.algorithm),
    row(
      'lockout',
      lockout
        ? `${lockout.attempts} failures in ${formatDuration(lockout.withinMs)} lock for ${formatDuration(lockout.forMs)}`
        : 'off',
    ),
    row('style', `${settings.headers} headers, ${settings.errors} errors`),
    row('poor', poorWallet, 'a wallet that cannot pay'),
    '',
    row(
      'try',
      `curl -i${certificate === undefined ? '' : ` --cacert ${certificate}`} -H "Authorization: Bearer ${tokens.standard}" ${url}/coolness`,
    ),
    ...(adminUrl === undefined ? [] : [row('page', `${adminUrl}/_mock`)]),
    row('stop', 'Ctrl+C'),
    '',
    '',
  ].join('\n')
}

/** Returns the shell command that points the READMEs' examples at this mock. */
function exportLine(url: string, token: string, certificate: string | undefined): string {
  const trust = certificate === undefined ? '' : ` NODE_EXTRA_CA_CERTS=${certificate}`
  return `  export BANDO_URL=${url} BANDO_TOKEN=${token}${trust}`
}

function ownToken({ token, fingerprint, status }: OwnToken, paint: Paint): string {
  return paint(status === 'valid' ? 'green' : 'red', token ?? fingerprint)
}

/**
 * Describes a token of the configuration. A given token is shown by its fingerprint, as in the
 * request lines.
 */
function worthOf({ token, status, limit }: OwnToken): string {
  const worth = status === 'valid' ? formatLimit(limit) : 'gets 401'
  return token === undefined ? `${worth}, named by its fingerprint` : worth
}

/** Returns a partner's limit: ten times the standard one. */
export function partnerLimit({ limit }: MockSettings): MockSettings['limit'] {
  return { ...limit, requests: limit.requests * 10 }
}
