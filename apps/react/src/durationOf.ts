/** Formats a duration in ms for people: `12 s`, `3:05 min`, `1:00:02 h`. */
export function durationOf(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${twoDigits(seconds % 60)} min`
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)} h`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
