'use client'

import { createContext } from 'react'
import { unknownState } from './unknownState.ts'

/** Carries the state that the server rendered, for the page's first render. In a file of its own: few hooks need it. */
export const ServerStateContext = createContext(unknownState)
