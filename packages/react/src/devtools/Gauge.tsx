import type { ReactNode } from 'react'

interface GaugeProps {
  readonly remaining: number
  readonly requests: number
  readonly size: 'small' | 'large'
}

/** Shows the budget as an arc. */
export function Gauge({ remaining, requests, size }: GaugeProps): ReactNode {
  const share = requests === 0 ? 0 : remaining / requests
  const tone = share > 0.25 ? 'good' : share > 0 ? 'low' : 'bad'
  return (
    <svg className={`gauge ${size} ${tone}`} viewBox="0 0 120 120" aria-hidden="true">
      <circle className="track" cx="60" cy="60" r="50" pathLength="100" strokeDasharray="75 100" />
      <circle
        className="level"
        cx="60"
        cy="60"
        r="50"
        pathLength="100"
        strokeDasharray={`${share * 75} 100`}
      />
      <text x="60" y="71">
        {remaining}
      </text>
    </svg>
  )
}
