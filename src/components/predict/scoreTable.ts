import {html} from "htl";
import type {ScoredFile} from "../../lib/scoring/scoreBlob.js";
import {targetColor} from "../encoding.js";
import {formatCount, formatMetric} from "../format.js";

export interface ScoreTableOptions {
  pageSize?: number;
  idColumn?: string;
}

type RowOrder = "file" | "highest" | "lowest";

/** The results a page at a time, in the order of the file or by probability. */
export function ScoreTable(
  {ids, probabilities, predictions}: Pick<ScoredFile, "ids" | "probabilities" | "predictions">,
  {pageSize = 10, idColumn = "ID_code"}: ScoreTableOptions = {}
): HTMLElement {
  const pages = Math.max(1, Math.ceil(ids.length / pageSize));
  let page = 0;
  let rows = rowOrder("file");

  function rowOrder(order: RowOrder): Uint32Array {
    const indexes = new Uint32Array(ids.length).map((_, i) => i);
    if (order === "file") return indexes;
    const sign = order === "highest" ? -1 : 1;
    return indexes.sort((a, b) => sign * (probabilities[a] - probabilities[b]) || a - b);
  }

  const body = html`<tbody></tbody>`;
  const position = html`<span aria-live="polite"></span>`;
  const previous = html`<button type="button" onclick=${() => go(page - 1)}>Previous</button>` as HTMLButtonElement;
  const next = html`<button type="button" onclick=${() => go(page + 1)}>Next</button>` as HTMLButtonElement;
  const order = html`<select onchange=${() => {
    rows = rowOrder(isRowOrder(order.value) ? order.value : "file");
    go(0);
  }}>
    <option value="file">order of the file</option>
    <option value="highest">highest probability first</option>
    <option value="lowest">lowest probability first</option>
  </select>` as HTMLSelectElement;

  function go(to: number): void {
    page = Math.min(pages - 1, Math.max(0, to));
    const first = page * pageSize;
    const shown = rows.slice(first, first + pageSize);
    body.replaceChildren(
      ...Array.from(
        shown,
        (i) => html`<tr>
          <td class="number muted">${formatCount(i + 1)}</td>
          <th scope="row">${ids[i]}</th>
          <td class="number">${formatMetric(probabilities[i])}</td>
          <td class="number">${predictions[i]}</td>
          <td><span class="bar" style=${{"--share": `${100 * probabilities[i]}%`, "--bar": predictions[i] ? targetColor.positive : targetColor.negative}}></span></td>
        </tr>`
      )
    );
    position.textContent = ids.length
      ? `${formatCount(first + 1)}–${formatCount(first + shown.length)} of ${formatCount(ids.length)}`
      : "no rows";
    previous.disabled = page === 0;
    next.disabled = page === pages - 1;
  }

  go(0);
  return html`<div class="score-table">
    <div class="table-scroll" role="region" aria-label="Scores" tabindex="0"><table class="scores">
      <thead><tr><th scope="col" class="number">Row</th><th scope="col">${idColumn}</th><th scope="col" class="number">Probability</th><th scope="col" class="number">Prediction</th><th scope="col"><span class="visually-hidden">As a bar</span></th></tr></thead>
      ${body}
    </table></div>
    <div class="pager">${previous}${next}${position}<label>Show in ${order}</label></div>
  </div>`;
}

const isRowOrder = (value: string): value is RowOrder => value === "file" || value === "highest" || value === "lowest";
