import type { BandoError, BandoErrorCode } from '@bando/core'
import { bandoQueryOptions, useBandoClient } from '@bando/react'
import { useQueryClient } from '@tanstack/react-query'
import { useReducer } from 'react'

/** One question to the API. */
export interface Question {
  readonly id: number
  /** The subject; Bando itself if left out. */
  readonly of: string | undefined
  readonly status: 'waiting' | 'served' | 'refused'
  readonly code?: BandoErrorCode | undefined
}

interface Questions {
  readonly questions: readonly Question[]
  readonly served: number
  readonly refused: number
  /** The error of the last question, if it was refused. */
  readonly error: BandoError | undefined
}

type Event =
  | { readonly type: 'asked'; readonly id: number; readonly of: string | undefined }
  | { readonly type: 'served'; readonly id: number }
  | { readonly type: 'refused'; readonly id: number; readonly error: BandoError }

/** The number of questions that the page shows. */
const most = 40

/** Requests the coolness of things, and keeps the result of each question. */
export function useQuestions(): Questions & {
  readonly ask: (questions: readonly (string | undefined)[]) => void
} {
  const client = useBandoClient()
  const queryClient = useQueryClient()
  const [state, dispatch] = useReducer(reduce, { questions: [], served: 0, refused: 0, error: undefined })

  const askOne = async (of: string | undefined): Promise<void> => {
    const id = Math.random()
    dispatch({ type: 'asked', id, of })
    try {
      await queryClient.fetchQuery(bandoQueryOptions(client, '/coolness', { query: { of }, staleTime: 0 }))
      dispatch({ type: 'served', id })
    } catch (error) {
      dispatch({ type: 'refused', id, error: error as BandoError })
    }
  }
  const ask = (questions: readonly (string | undefined)[]): void => {
    for (const of of questions) void askOne(of)
  }
  return { ...state, ask }
}

function reduce(state: Questions, event: Event): Questions {
  switch (event.type) {
    case 'asked': {
      const question: Question = { id: event.id, of: event.of, status: 'waiting' }
      return { ...state, questions: [...state.questions, question].slice(-most) }
    }
    case 'served':
      return { ...settle(state, event), served: state.served + 1, error: undefined }
    case 'refused':
      return { ...settle(state, event), refused: state.refused + 1, error: event.error }
  }
}

function settle(state: Questions, event: Exclude<Event, { type: 'asked' }>): Questions {
  const end =
    event.type === 'refused' ? { status: event.type, code: event.error.code } : { status: event.type }
  const questions = state.questions.map((each) => (each.id === event.id ? { ...each, ...end } : each))
  return { ...state, questions }
}
