import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Actions } from './Actions.tsx'
import { Coolness } from './Coolness.tsx'
import { Notice } from './Notice.tsx'
import { Permits } from './Permits.tsx'
import { Questions } from './Questions.tsx'
import { Token } from './Token.tsx'
import { useQuestions } from './useQuestions.ts'

interface AppProps {
  readonly token: string | undefined
  readonly badToken: string
}

export function App({ token, badToken }: AppProps): ReactNode {
  const status = useBando(({ auth }) => auth.status)
  const { questions, served, refused, error, ask } = useQuestions()
  const isAsking = questions.some((each) => each.status === 'waiting' && each.of === undefined)
  return (
    <main>
      <header>
        <h1>How cool is Bando?</h1>
        <Token />
      </header>
      <Coolness isAsking={isAsking} />
      <Actions token={token} badToken={badToken} ask={ask} asked={served + refused} />
      <Notice status={status} error={error} />
      <Permits />
      <Questions questions={questions} served={served} refused={refused} />
    </main>
  )
}
