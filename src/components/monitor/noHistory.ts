import {html} from "htl";

/** What the page shows before the first health check: how to run one. */
export function NoHistory(): HTMLElement {
  // htl takes the text as written, so the backslashes are single.
  return html`<div class="card">
    <h2>How to run health checks</h2>
    <p>This checks each service once; a scheduler can repeat it every 15 minutes.</p>
    <pre><code>REPORT_URL=https://… \
UAT_URL=https://… \
PRODUCTION_URL=https://… \
npm run monitor</code></pre>
    <p>The next build of the report shows the uptime and the response times of each service here, and how far the inputs of the model have drifted from its training data. <code>ALERT_WEBHOOK_URL</code> gets a message when an outage begins and when it ends.</p>
  </div>`;
}
