import type { Answer } from '../answers/Answer.ts'
import { problemAnswer, unnamedProblem } from '../answers/problemAnswer.ts'
import { problems, type ProblemName } from '../answers/problems.ts'
import { refusalAnswer } from '../answers/refusalAnswer.ts'
import type { Verdict } from '../gate/Verdict.ts'
import type { MockSettings } from '../options/MockSettings.ts'

/**
 * Makes the error response that was asked for, with the usual text and a field that names the
 * preference.
 */
export function preferredAnswer(
  code: number,
  { settings, verdict, now }: { settings: MockSettings; verdict: Verdict; now: number },
): Answer {
  const answer = worded(code, { settings, verdict, now })
  return { ...answer, headers: { ...answer.headers, 'Preference-Applied': `code=${code}` } }
}

function worded(
  code: number,
  { settings, verdict, now }: { settings: MockSettings; verdict: Verdict; now: number },
): Answer {
  switch (code) {
    case 401:
      return refusalAnswer({ ...verdict, kind: 'rejected', reason: 'unknown' }, settings, now)
    case 403:
      return settings.lockout === false
        ? refusalAnswer({ ...verdict, kind: 'forbidden' }, settings, now)
        : refusalAnswer({ ...verdict, kind: 'locked', until: now + settings.lockout.forMs }, settings, now)
    case 429:
      return refusalAnswer({ ...verdict, kind: 'limited' }, settings, now)
    case 405:
      // RFC 9110 section 15.5.6 requires `Allow`, which is empty here.
      return problemAnswer('method-not-allowed', settings.errors, { headers: { Allow: '' } })
    default: {
      const name = nameOf(code)
      return name ? problemAnswer(name, settings.errors) : unnamedProblem(code, settings.errors)
    }
  }
}

function nameOf(code: number): ProblemName | undefined {
  return (Object.keys(problems) as ProblemName[]).find((name) => problems[name].status === code)
}
