import type { ReactNode } from 'react'
import { durationOf, timeOf } from './format.ts'
import type { Recording } from './Recording.ts'
import { pathOf } from './Recording.ts'

/** The number of responses that are listed. */
const most = 50

/** Shows the last responses, and what the client learnt from each. */
export function Responses({ requests, since }: Pick<Recording, 'requests' | 'since'>): ReactNode {
  const ended = requests.filter(({ endedAt }) => endedAt !== undefined).slice(-most)
  return (
    <section className="responses" aria-labelledby="responses">
      <h2 id="responses">Responses</h2>
      {ended.length === 0 ? (
        <p className="note">None since {timeOf(since)}.</p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label="Last responses">
          <table>
            <thead>
              <tr>
                <th scope="col">at</th>
                <th scope="col">request</th>
                <th scope="col">status</th>
                <th scope="col">took</th>
                <th scope="col">taught</th>
              </tr>
            </thead>
            <tbody>
              {ended.toReversed().map(({ id, method, url, sentAt, endedAt, status, waitedMs, taught }) => (
                <tr key={id}>
                  <td>{timeOf(endedAt ?? sentAt)}</td>
                  <td>
                    <code>
                      {method} {pathOf(url)}
                    </code>
                  </td>
                  <td className={status !== undefined && status < 400 ? 'good' : 'bad'}>
                    {status ?? 'none'}
                  </td>
                  <td>
                    {durationOf((endedAt ?? sentAt) - sentAt)}
                    {waitedMs > 0 && <small> after {durationOf(waitedMs)}</small>}
                  </td>
                  <td>{taught?.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
