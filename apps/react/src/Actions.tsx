import { useBandoClient } from '@bando/react'
import type { ReactNode } from 'react'

interface ActionsProps {
  readonly token: string | undefined
  readonly badToken: string
  /** The number of questions so far, so that each city is requested once. */
  readonly asked: number
  readonly ask: (questions: readonly (string | undefined)[]) => void
}

const cities =
  'Amsterdam Berlin Cairo Dakar Essen Florence Graz Hanoi Izmir Jakarta Kyoto Lima Milan Nairobi Oslo Paris Quito Rome Seoul Tunis'.split(
    ' ',
  )

/** The buttons of the page. Without a token of its own it has none to change. */
export function Actions({ token, badToken, asked, ask }: ActionsProps): ReactNode {
  const client = useBandoClient()
  const names = cities.map((city) => (asked < cities.length ? city : `${city} ${asked}`))
  const change = (next: string | undefined, questions: readonly (string | undefined)[]): void => {
    client.setToken(next)
    ask(questions)
  }
  return (
    <div className="actions" role="group" aria-label="Try it">
      <button data-testid="one" className="main" onClick={() => ask([undefined])}>
        One request
      </button>
      <button data-testid="twenty" onClick={() => ask(names)}>
        Twenty at once
      </button>
      {token !== undefined && (
        <>
          <button data-testid="bad-token" onClick={() => change(badToken, names.slice(0, 5))}>
            A bad token, five requests
          </button>
          <button data-testid="good-token" onClick={() => change(token, [undefined])}>
            The good token again
          </button>
          <button data-testid="anonymous" onClick={() => change(undefined, [undefined])}>
            No token
          </button>
        </>
      )}
    </div>
  )
}
