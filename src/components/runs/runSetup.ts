import {html} from "htl";
import {FoldOnPhone} from "../foldOnPhone.js";

/** A run's parameters beside how it was made. */
export function RunSetup({parameters, facts}: {parameters: Node; facts: Node}): HTMLElement {
  return html`<div class="run-setup">
    ${FoldOnPhone("Parameters", html`<div><h2>Parameters</h2>${parameters}</div>`)}
    ${FoldOnPhone("How it was made", html`<div><h2>How it was made</h2>${facts}</div>`)}
  </div>`;
}
