import type { Answer } from '../answers/Answer.ts'
import type { Fault } from '../faults/Fault.ts'
import { scenarios } from '../scenarios/playScenario.ts'
import { faultChoices, faultTimes } from './faultChoices.ts'
import { pageScript } from './pageScript.ts'
import { pageStyle } from './pageStyle.ts'

const options = (choices: readonly { label: string; fault: Fault }[]): string =>
  choices.map(({ label, fault }) => `<option value='${JSON.stringify(fault)}'>${label}</option>`).join('')

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bando mock</title><link rel="icon" href="data:,"><style>${pageStyle}</style>
</head>
<body>
<header>
  <h1>Bando mock</h1><span id="live" class="tag">connecting</span>
  <span class="clock"><time id="now"></time> <span id="pace" class="warn"></span></span>
</header>
<div id="lost" role="alert"></div>
<p id="said" role="status"></p>
<main>
  <div class="shown">
    <section aria-labelledby="callers-title"><h2 id="callers-title">Budgets</h2>
      <div class="scrolled" role="group" tabindex="0" aria-labelledby="callers-title"><fieldset><ul id="callers" class="rows" data-drawn></ul></fieldset></div></section>
    <section aria-labelledby="lockouts-title"><h2 id="lockouts-title">Lockouts</h2>
      <div class="scrolled" role="group" tabindex="0" aria-labelledby="lockouts-title"><fieldset><ul id="lockouts" class="rows" data-drawn></ul></fieldset></div></section>
    <section aria-labelledby="timeline-title"><h2 id="timeline-title">The window</h2>
      <div id="timeline" aria-hidden="true"></div>
      <p class="axis dim" aria-hidden="true"><span id="window"></span><span>now</span></p>
      <ul id="legend"></ul></section>
  </div>
  <div class="driven">
    <section aria-labelledby="clock-title"><h2 id="clock-title">Clock</h2>
      <fieldset class="buttons"><button id="minute">Advance 1 min</button><button id="quarter">Advance 15 min</button>
      <button id="hour">Advance 1 h</button><button id="freeze">Freeze</button></fieldset></section>
    <section aria-labelledby="faults-title"><h2 id="faults-title">Faults</h2>
      <fieldset><label>Goes wrong <select id="fault">${options(faultChoices)}</select></label>
      <label>Which <select id="when">${options(faultTimes)}</select></label><button id="inject">Inject</button>
      <ul id="faults" class="rows" data-drawn></ul></fieldset></section>
    <section aria-labelledby="situation-title"><h2 id="situation-title">Situation</h2>
      <fieldset><label>Scenario <select id="scenario">${scenarios.map((name) => `<option>${name}</option>`).join('')}</select></label>
      <div class="buttons"><button id="play">Play</button><button id="issue">Issue a token</button><button id="reset">Reset</button></div></fieldset></section>
  </div>
  <section class="journal" aria-labelledby="journal-title"><h2 id="journal-title">Requests</h2>
    <p id="journal-empty" class="dim">No request yet.</p>
    <div id="journal-table" class="scroll" tabindex="0" role="region" aria-label="Journal" hidden>
    <table><thead><tr><th scope="col">At</th><th scope="col">Status</th><th scope="col">Request</th><th scope="col">Credential</th><th scope="col">Verdict</th><th scope="col">Copy</th></tr></thead><tbody id="journal" data-drawn></tbody></table></div></section>
</main>
<script>${pageScript}</script>
</body>
</html>
`

/** The page at `/_mock`. One response holds everything, and nothing comes from another server. */
export const page: Answer = {
  status: 200,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; frame-ancestors 'none'",
  },
  body: html,
}
