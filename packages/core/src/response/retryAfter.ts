/**
 * `Sun, 06 Nov 1994 08:49:37 GMT` · `Sunday, 06-Nov-94 08:49:37 GMT` · `Sun Nov  6 08:49:37 1994`
 * (RFC 9110, section 5.6.7).
 */
const httpDate =
  /^(?:[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT|[A-Z][a-z]{5,8}, (\d{2})-([A-Z][a-z]{2})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT|[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4}))$/

/**
 * `Retry-After` (RFC 9110, section 10.2.3) in milliseconds from now: whole or fractional seconds,
 * or any of the three date forms, measured against the server's own `Date` where it sent one, so
 * that skewed clocks do no harm. A date in the past is 0; what cannot be read is `undefined`.
 */
export function retryAfterMs(headers: Headers, epoch: number): number | undefined {
  const field = headers.get('retry-after') ?? ''
  if (/^\d{1,10}(\.\d{1,9})?$/.test(field)) return Number(field) * 1000
  const at = parseHttpDate(field, epoch)
  if (at === undefined) return undefined
  return Math.max(0, at - (parseHttpDate(headers.get('date') ?? '', epoch) ?? epoch))
}

/** Epoch milliseconds of an HTTP date; `epoch` settles the century of a two-digit year. */
export function parseHttpDate(text: string, epoch: number): number | undefined {
  const match = httpDate.exec(text)
  if (!match) return undefined
  const [, day1, month1, year1, time1, day2, month2, year2, time2, month3, day3, time3, year3] = match
  const day = day1 ?? day2 ?? day3 ?? ''
  const month = month1 ?? month2 ?? month3 ?? ''
  const time = time1 ?? time2 ?? time3 ?? ''
  const year = year1 ?? year3 ?? fullYear(Number(year2), epoch)
  const at = Date.parse(`${day} ${month} ${year} ${time} GMT`)
  return Number.isNaN(at) ? undefined : at
}

/**
 * A two-digit year that would lie more than 50 years ahead is of the century before (RFC 9110,
 * section 5.6.7).
 */
function fullYear(twoDigits: number, epoch: number): number {
  const thisYear = new Date(epoch).getUTCFullYear()
  const year = thisYear - (thisYear % 100) + twoDigits
  return year > thisYear + 50 ? year - 100 : year
}
