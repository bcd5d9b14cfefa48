import { describe, expect, it, vi } from 'vitest'
import { call } from '../../limiter/call.testing.ts'
import { callAt, copyOf } from './callAt.ts'

describe('a call that is sent', () => {
  it('has the time of sending, and all else of the call', () => {
    const waiting = call({ credentialId: 'c', level: 2, whenLocked: 'wait', endpoint: 'GET /b' })
    const { credentialId, level, whenLocked, endpoint, sentAt } = callAt(waiting, 5)
    expect({ credentialId, level, whenLocked, endpoint, sentAt }).toEqual({ ...waiting, sentAt: 5 })
  })

  it('keeps its credential and its priority when those of the waiting call change', () => {
    const waiting = { ...call({ credentialId: 'c', level: 1 }) }
    const sent = callAt(waiting, 5)
    Object.assign(waiting, { credentialId: 'd', level: 0, whenLocked: 'wait' })
    expect(sent).toMatchObject({ credentialId: 'c', level: 1, whenLocked: 'fail' })
  })

  it('asks for the name of its endpoint only when a rule does', () => {
    const endpoint = vi.fn(() => 'GET /b')
    const sent = callAt(Object.defineProperty(call(), 'endpoint', { get: endpoint }), 5)
    expect(endpoint).not.toHaveBeenCalled()
    expect(sent.endpoint).toBe('GET /b')
  })
})

it('the copy of a call has neither its endpoint nor what else the call holds', () => {
  const sent = { ...call({ credentialId: 'c', level: 2, whenLocked: 'wait', sentAt: 5 }), body: 'large' }
  expect(copyOf(sent)).toEqual({ credentialId: 'c', level: 2, whenLocked: 'wait', sentAt: 5, endpoint: '' })
})
