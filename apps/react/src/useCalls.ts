import type { BandoError } from '@bando/core'
import { bandoQueryOptions, useBandoClient } from '@bando/react'
import { useQueryClient } from '@tanstack/react-query'
import { useReducer } from 'react'

export interface Call {
  readonly id: number
  /** Left out: of Bando itself. */
  readonly of: string | undefined
  readonly status: 'waiting' | 'served' | 'refused'
}

interface Calls {
  readonly calls: readonly Call[]
  readonly served: number
  readonly refused: number
  /** What the last call ended with, if it was refused. */
  readonly error: BandoError | undefined
}

type Event =
  | { readonly type: 'asked'; readonly id: number; readonly of: string | undefined }
  | { readonly type: 'served'; readonly id: number }
  | { readonly type: 'refused'; readonly id: number; readonly error: BandoError }

/** As many as the page shows. */
const maxCalls = 60

/** Asks how cool things are, and keeps account of what became of each question. */
export function useCalls(): Calls & { readonly ask: (questions: readonly (string | undefined)[]) => void } {
  const client = useBandoClient()
  const queryClient = useQueryClient()
  const [state, dispatch] = useReducer(reduce, { calls: [], served: 0, refused: 0, error: undefined })

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

function reduce(state: Calls, event: Event): Calls {
  switch (event.type) {
    case 'asked': {
      const call: Call = { id: event.id, of: event.of, status: 'waiting' }
      return { ...state, calls: [...state.calls, call].slice(-maxCalls) }
    }
    case 'served':
      return {
        calls: settle(state, event),
        served: state.served + 1,
        refused: state.refused,
        error: undefined,
      }
    case 'refused':
      return {
        calls: settle(state, event),
        served: state.served,
        refused: state.refused + 1,
        error: event.error,
      }
  }
}

function settle({ calls }: Calls, { id, type }: { id: number; type: 'served' | 'refused' }): readonly Call[] {
  return calls.map((call) => (call.id === id ? { ...call, status: type } : call))
}
