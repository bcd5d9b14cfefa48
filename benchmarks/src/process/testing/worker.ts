import { input, report } from '../worker.ts'

// Reports each part that it is told, then waits for ever, or fails.
const { parts, fails = false } = input as { parts: Record<string, number>[]; fails?: boolean }
for (const part of parts) await report(part)
if (fails) throw new Error('as it was told')
