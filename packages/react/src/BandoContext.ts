'use client'

import type { Bando, BandoState } from '@bando/core'
import { createContext } from 'react'

/** Carries the client from `BandoProvider` to the hooks. */
export const BandoContext = createContext<Bando | undefined>(undefined)

/** Carries the state that the server rendered, for the page's first render. */
export const ServerStateContext = createContext<BandoState | undefined>(undefined)
