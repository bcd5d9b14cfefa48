'use client'

import type { Bando } from '@bando/core'
import { useEffect, useReducer } from 'react'
import type { Recording } from './Recording.ts'
import { record } from './Recording.ts'

/** Records the events of a client while the component is mounted. */
export function useRecording(client: Bando): Recording {
  const [recording, dispatch] = useReducer(record, undefined, begin)
  useEffect(() => {
    let before = client.state
    const ended = (
      event: Parameters<Parameters<typeof client.on<'response' | 'noResponse'>>[1]>[0],
    ): void => {
      const at = Date.now()
      // The client updates its state after the event.
      queueMicrotask(() => {
        dispatch({ name: 'end', event, at, before, after: client.state })
        before = client.state
      })
    }
    const stops = [
      client.on('wait', (event) => dispatch({ name: 'wait', event, at: Date.now() })),
      client.on('request', (event) => {
        before = client.state
        dispatch({ name: 'request', event, at: Date.now() })
      }),
      client.on('response', ended),
      client.on('noResponse', ended),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client])
  return recording
}

function begin(): Recording {
  return { since: Date.now(), requests: [], waiting: [] }
}
