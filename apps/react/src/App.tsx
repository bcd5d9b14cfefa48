import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Budget } from './Budget.tsx'
import { Calls } from './Calls.tsx'
import { Coolness } from './Coolness.tsx'
import { Queue } from './Queue.tsx'
import { useCalls } from './useCalls.ts'
import { CredentialStatus } from './CredentialStatus.tsx'

interface AppProps {
  readonly token: string | undefined
  readonly badToken: string
}

const cities =
  'Amsterdam Berlin Cairo Dakar Essen Florence Graz Hanoi Izmir Jakarta Kyoto Lima Milan Nairobi Oslo Paris Quito Rome Seoul Tunis'.split(
    ' ',
  )

export function App({ token, badToken }: AppProps): ReactNode {
  const client = useBando((snapshot) => snapshot.client)
  const { calls, served, refused, error, ask } = useCalls()

  const askTwenty = (): void => ask(cities.map((city) => `${city} ${served + refused}`))
  const change = (next: string | undefined, questions: readonly (string | undefined)[]): void => {
    client.setToken(next)
    ask(questions)
  }

  return (
    <main>
      <header>
        <h1>How cool is Bando?</h1>
        <CredentialStatus />
      </header>
      <div className="actions" role="group" aria-label="Try it">
        <button data-testid="one" className="main" onClick={() => ask([undefined])}>
          One request
        </button>
        <button data-testid="twenty" onClick={askTwenty}>
          Twenty at once
        </button>
        <button data-testid="bad-token" onClick={() => change(badToken, cities.slice(0, 5))}>
          A bad token, five requests
        </button>
        <button data-testid="good-token" onClick={() => change(token, [undefined])}>
          The good token again
        </button>
      </div>
      <p className="error" role="alert" data-testid="error">
        {error?.message}
      </p>
      <div className="board">
        <Coolness isAsking={calls.some(({ status, of }) => status === 'waiting' && of === undefined)} />
        <Budget />
        <Queue />
        <Calls calls={calls} served={served} refused={refused} />
      </div>
    </main>
  )
}
