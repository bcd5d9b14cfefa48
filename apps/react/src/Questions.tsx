import type { ReactNode } from 'react'
import { QuestionTile } from './QuestionTile.tsx'
import type { Question } from './useQuestions.ts'

interface QuestionsProps {
  readonly questions: readonly Question[]
  readonly served: number
  readonly refused: number
}

/** The results of the last questions, newest first. */
export function Questions({ questions, served, refused }: QuestionsProps): ReactNode {
  return (
    <section className="questions" aria-labelledby="questions">
      <h2 id="questions">Questions</h2>
      <p className="figures">
        <span>
          <b data-testid="served">{served}</b> served
        </span>
        <span>
          <b data-testid="refused">{refused}</b> refused
        </span>
      </p>
      {questions.length === 0 ? (
        <p className="nothing">
          There is no question yet. Ask twenty at once: they wait for permits, and none is refused.
        </p>
      ) : (
        <ol>
          {questions.toReversed().map((question) => (
            <QuestionTile key={question.id} {...question} />
          ))}
        </ol>
      )}
    </section>
  )
}
