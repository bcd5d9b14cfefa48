import { expect, onTestFinished, test, vi } from 'vitest'
import { Journal } from './Journal.ts'

const entry = {
  at: 0,
  method: 'GET',
  path: '/coolness',
  search: '',
  address: '127.0.0.1',
  credential: 'anonymous',
  verdict: 'served',
  counted: true,
} as const

test('keeps the newest requests, oldest first', () => {
  const journal = new Journal(3)
  for (let noted = 0; noted < 5; noted++) journal.note(entry)(200)
  expect(journal.entries().map(({ id }) => id)).toEqual([3, 4, 5])
})

test('an entry has status 0 until its response', () => {
  const journal = new Journal(3)
  const answered = journal.note(entry)
  const before = journal.entries()
  answered(204)
  expect([before[0]?.status, journal.entries()[0]?.status]).toEqual([0, 204])
})

test('a late response does not change the entry that replaced its own', () => {
  const journal = new Journal(1)
  const late = journal.note(entry)
  journal.note(entry)(200)
  late(500)
  expect(journal.entries().map(({ id, status }) => [id, status])).toEqual([[2, 200]])
})

test('a journal of size 0 keeps nothing, and still notifies listeners', () => {
  const journal = new Journal(0)
  const seen: number[] = []
  const stop = journal.onSettled(({ status }) => seen.push(status))
  journal.note(entry)(200)
  stop()
  journal.note(entry)(201)
  expect([journal.entries(), seen]).toEqual([[], [200]])
})

test('an error in a listener is reported, and other listeners are notified', () => {
  const report = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => report.mockRestore())
  const journal = new Journal(1)
  const seen: number[] = []
  const mistake = new Error('mine')
  journal.onSettled(() => {
    throw mistake
  })
  journal.onSettled(({ status }) => seen.push(status))
  journal.note(entry)(200)
  expect([seen, report.mock.calls]).toEqual([[200], [[mistake]]])
})

test('a clear ends the notifications of earlier requests', () => {
  const journal = new Journal(3)
  const seen: number[] = []
  journal.onSettled(({ id }) => seen.push(id))
  const late = journal.note(entry)
  journal.clear()
  journal.note(entry)(200)
  late(500)
  expect([seen, journal.entries().map(({ status }) => status)]).toEqual([[1], [200]])
})
