import type { Answer } from '../answers/Answer.ts'
import { scenarios } from '../scenarios/playScenario.ts'
import { drivePage } from './drivePage.ts'
import { pageStyle } from './pageStyle.ts'

const options = scenarios.map((name) => `<option>${name}</option>`).join('')

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bando mock</title><link rel="icon" href="data:,"><style>${pageStyle}</style>
</head>
<body>
<header>
  <h1>Bando mock</h1>
  <span class="dim">its time: <time id="now"></time></span>
  <button id="minute">Advance 1 min</button><button id="hour">Advance 1 h</button>
  <button id="fault">Fail the next request</button>
  <label>Scenario <select id="scenario">${options}</select></label><button id="play">Play</button>
  <button id="issue">Issue a token</button><button id="reset">Reset</button>
</header>
<main>
  <p id="issued" role="status"></p>
  <section aria-labelledby="callers-title"><h2 id="callers-title">Budgets</h2>
    <table><thead><tr><th scope="col">Caller</th><th scope="col">Who</th><th scope="col">Left</th><th scope="col">Whole again in</th><th scope="col"><span class="dim">Do</span></th></tr></thead><tbody id="callers"></tbody></table></section>
  <section aria-labelledby="lockouts-title"><h2 id="lockouts-title">Lockouts</h2><table><tbody id="lockouts"></tbody></table></section>
  <section aria-labelledby="journal-title"><h2 id="journal-title">Requests</h2>
    <ol id="timeline" class="timeline" aria-hidden="true"></ol><p id="summary" class="dim"></p>
    <div class="scroll" tabindex="0" role="region" aria-label="Journal">
    <table><thead><tr><th scope="col">At</th><th scope="col">Status</th><th scope="col">Request</th><th scope="col">Credential</th><th scope="col">Verdict</th><th scope="col"><span class="dim">Copy</span></th></tr></thead><tbody id="journal"></tbody></table></div></section>
</main>
<script>(${drivePage.toString()})()</script>
</body>
</html>
`

/** The page at `/_mock`: everything in one answer, nothing from elsewhere. */
export const page: Answer = {
  status: 200,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; frame-ancestors 'none'",
  },
  body: html,
}
