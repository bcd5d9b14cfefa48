'use client'

import type { Bando } from '@bando/core'
import type { KeyboardEvent, ReactNode } from 'react'
import { useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { useBando } from '../hooks/useBando.ts'
import { Budget } from './Budget.tsx'
import { Gauge } from './Gauge.tsx'
import { Queue } from './Queue.tsx'
import { Responses } from './Responses.tsx'
import { ShadowHost } from './ShadowHost.tsx'
import { Timeline } from './Timeline.tsx'
import { Token } from './Token.tsx'
import { useRecording } from './useRecording.ts'

/** The props of `BandoDevtools`. */
export interface BandoDevtoolsProps {
  /** The client to show. @defaultValue the client of the nearest `BandoProvider` */
  readonly client?: Bando | undefined
  /** Whether the panel is open at first. @defaultValue false */
  readonly initialIsOpen?: boolean | undefined
}

/**
 * Shows a button at the edge of the page. The button opens a panel with the budget, the window, the
 * queue, the token and the last responses.
 */
export function BandoDevtools(props: BandoDevtoolsProps): ReactNode {
  // A server renders nothing of it.
  const isInBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  return isInBrowser && <Shown {...props} />
}

function Shown({ client: given, initialIsOpen = false }: BandoDevtoolsProps): ReactNode {
  const { client, auth, limit, queue } = useBando((snapshot) => snapshot, given)
  const recording = useRecording(client)
  const [isOpen, setIsOpen] = useState(initialIsOpen)
  // A panel that is open from the start must leave the focus in the page.
  const [isAsked, setIsAsked] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    // The open panel hides the button, and a hidden button cannot have the focus.
    flushSync(() => setIsOpen(false))
    button.current?.focus()
  }
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') close()
  }
  return (
    <ShadowHost>
      <button
        ref={button}
        className="toggle"
        aria-expanded={isOpen}
        aria-controls="panel"
        onClick={() => {
          setIsAsked(true)
          setIsOpen(true)
        }}
      >
        <Gauge remaining={limit.remaining} requests={limit.requests} size="small" />
        <span className="hidden">
          Bando devtools: {limit.remaining} of {limit.requests} requests left, {queue.waiting} waiting, token{' '}
          {auth.status}
        </span>
        <i className={`dot ${auth.status}`} aria-hidden="true" />
        {queue.waiting > 0 && (
          <b className="badge" aria-hidden="true">
            {queue.waiting}
          </b>
        )}
      </button>
      <aside id="panel" className="panel" aria-label="Bando devtools" hidden={!isOpen} onKeyDown={onKeyDown}>
        {isOpen && (
          <>
            <header>
              <strong>Bando</strong>
              <span className="note">{client.baseUrl}</span>
              <button
                className="close"
                autoFocus={isAsked}
                onClick={close}
                aria-label="Close the Bando devtools"
              >
                ×
              </button>
            </header>
            <div className="columns">
              <div>
                <Budget limit={limit} />
                <Token auth={auth} why={recording.why} />
              </div>
              <div>
                <Timeline requests={recording.requests} windowMs={limit.windowMs} />
                <Queue client={client} queue={queue} waiting={recording.waiting} />
              </div>
              <Responses requests={recording.requests} since={recording.since} />
            </div>
          </>
        )}
      </aside>
    </ShadowHost>
  )
}
