'use client'

import type { Bando } from '@bando/core'
import { createContext } from 'react'

/** Passes the client from `BandoProvider` to the hooks. */
export const BandoContext = createContext<Bando | undefined>(undefined)
