import {html} from "htl";

/** The page of a clone that has watched nothing yet says what to do. */
export function NotWatched(): HTMLElement {
  // htl takes the text as written, so the backslashes are single.
  return html`<div class="card">
    <h2>How to watch</h2>
    <p>Name what is to be watched and look once; a scheduler does it every quarter of an hour.</p>
    <pre><code>REPORT_URL=https://… \
UAT_URL=https://… \
PRODUCTION_URL=https://… \
npm run monitor</code></pre>
    <p>The next build of the report shows here how much of the time each answered, how fast, and how far what the model is asked to score has drifted from its training data. <code>ALERT_WEBHOOK_URL</code> is told when an outage begins and when it ends.</p>
  </div>`;
}
