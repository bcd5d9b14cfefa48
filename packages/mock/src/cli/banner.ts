import { poorWallet } from '../catalogue/poorWallet.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import { formatDuration, formatLimit } from '../config/shorthand.ts'
import type { OwnToken } from './ownTokens.ts'
import type { Paint } from './Paint.ts'

/** The tokens that the command issues, ready to try each answer with. */
export interface SampleTokens {
  readonly standard: string
  readonly partner: string
  readonly revoked: string
}

/** What the banner tells. */
interface BannerFacts {
  readonly url: string
  /** Where `/_mock` lies, if anybody may drive the mock. */
  readonly adminUrl: string | undefined
  readonly settings: MockSettings
  readonly tokens: SampleTokens
  /** Those of the configuration. */
  readonly ownTokens: readonly OwnToken[]
  /** The file that holds the certificate to trust. */
  readonly certificate?: string | undefined
}

/** What fits on one screen: where it is, what to send, what it enforces. The first token shown is the standard one, in a line for the shell. */
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
    // On a line of its own, so that it can be copied as it is.
    exportLine(url, tokens.standard, certificate),
    '',
    row('token', paint('green', tokens.standard), formatLimit(limit)),
    row('partner', paint('green', tokens.partner), formatLimit(partnerLimit(settings))),
    row('revoked', paint('red', tokens.revoked), 'answers 401'),
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
    row('told by', `${settings.headers} headers, ${settings.errors} errors`),
    row('poor', poorWallet, 'a sender of quotes that cannot pay'),
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

/** What a shell has to run for the READMEs' examples to talk to this mock. */
function exportLine(url: string, token: string, certificate: string | undefined): string {
  const trust = certificate === undefined ? '' : ` NODE_EXTRA_CA_CERTS=${certificate}`
  return `  export BANDO_URL=${url} BANDO_TOKEN=${token}${trust}`
}

function ownToken({ token, fingerprint, status }: OwnToken, paint: Paint): string {
  return paint(status === 'valid' ? 'green' : 'red', token ?? fingerprint)
}

/** A token that was given goes by its fingerprint here, as in the lines of its requests. */
function worthOf({ token, status, limit }: OwnToken): string {
  const worth = status === 'valid' ? formatLimit(limit) : 'answers 401'
  return token === undefined ? `${worth}, named by its fingerprint` : worth
}

/** A partner's tier: ten times the standard. */
export function partnerLimit({ limit }: MockSettings): MockSettings['limit'] {
  return { ...limit, requests: limit.requests * 10 }
}
