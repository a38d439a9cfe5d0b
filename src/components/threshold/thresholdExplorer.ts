import {html} from "htl";
import {type Costs, measuresAt} from "../../lib/metrics/thresholdChoice.js";
import {formatThreshold} from "../../lib/metrics/thresholdCurve.js";
import {Card, type CardData} from "../card.js";
import {fitWidth} from "../fitWidth.js";
import {formatCount, formatPercent, formatValue} from "../format.js";
import {type ExploredModel, thresholdMarks, upperEnd} from "./exploredModel.js";
import {ThresholdChart} from "./thresholdChart.js";
import {
  equalCosts,
  formatCosts,
  parseCosts,
  parseThreshold,
  predictAddress,
  type ThresholdAddress,
  thresholdAddress
} from "./thresholdState.js";
import {ThresholdTable} from "./thresholdTable.js";

export interface ThresholdExplorerOptions {
  /** Before the explorer has been laid out. */
  width?: number;
  address?: ThresholdAddress;
  /** The precision that the reader asks for at first. */
  leastPrecision?: number;
}

/**
 * A slider over the thresholds of one model, or one for several models at once: precision, recall, F1, confusion
 * matrix, lift and the expected cost at the reader's own costs, with the best threshold by each criterion to choose.
 * Threshold and costs are kept in the address. Curves are made once, so that each move is a search in them.
 */
export function ThresholdExplorer(
  models: readonly ExploredModel[],
  {width = 640, address = thresholdAddress(), leastPrecision = 0.5}: ThresholdExplorerOptions = {}
): HTMLElement {
  const [first] = models;
  const upper = upperEnd(models);
  const initial =
    first?.threshold ?? thresholdMarks(first, {costs: equalCosts, leastPrecision})[0].threshold ?? upper / 2;
  const read = () => ({
    threshold: parseThreshold(address.get("threshold")) ?? initial,
    costs: parseCosts(address.get("cost")) ?? equalCosts
  });
  let {threshold, costs} = read();
  let precision = leastPrecision;

  const title = html`<span></span>`;
  const table = ThresholdTable(models);
  const slider = html<HTMLInputElement>`<input type="range" min="0" max=${upper} step=${upper / 1000} aria-label="Threshold">`;
  const output = html<HTMLInputElement>`<input type="number" min="0" max="1" step="0.001" aria-label="Threshold, as a number">`;
  const falseAlarm = costInput("A false alarm costs");
  const miss = costInput("A miss costs");
  const least = html<HTMLInputElement>`<input type="number" min="1" max="100" step="1" value=${100 * precision}>`;
  const marks = html`<div class="threshold-marks" role="group" aria-label="Best thresholds"></div>`;
  const link = html<HTMLAnchorElement>`<a></a>`;
  const isStaged = models.some((model) => model.isStaged);
  const rule = html`<i class="threshold-rule"></i>`;
  const chart = fitWidth(
    (fitted) =>
      ThresholdChart(models, {width: fitted, upper, marks: thresholdMarks(first, {costs, leastPrecision: precision})}),
    {width, height: 180}
  );

  /** Writes the numbers; what else has changed is drawn by whoever changed it. */
  function update(): void {
    table.update(threshold, costs);
    title.textContent = thresholdFinding(models, threshold, costs);
    slider.value = String(threshold);
    slider.setAttribute("aria-valuetext", formatThreshold(threshold));
    if (output !== document.activeElement) output.value = formatThreshold(threshold);
    rule.style.setProperty("--at", String(Math.min(1, threshold / upper)));
    link.href = predictAddress(threshold);
    link.textContent = `Predict at threshold ${formatThreshold(threshold)}`;
    for (const button of marks.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(Number(button.dataset.threshold) === threshold));
  }

  function drawMarks(): void {
    marks.replaceChildren(
      ...thresholdMarks(first, {costs, leastPrecision: precision}).map(({label, threshold: best}) =>
        best === undefined
          ? html`<span class="muted">${label}: none</span>`
          : html`<button type="button" data-threshold=${best} onclick=${() => choose(best)}>${label} <b>${formatThreshold(best)}</b></button>`
      )
    );
    chart.redraw();
  }

  function choose(value: number): void {
    threshold = value;
    address.push({threshold: String(value)});
    update();
  }

  const onNumber = (input: HTMLInputElement, use: (value: number) => void) =>
    input.addEventListener("change", () => {
      const value = input.valueAsNumber;
      const isUsable = Number.isFinite(value) && value >= 0;
      if (isUsable) use(value);
      else show();
    });

  slider.addEventListener("input", () => {
    threshold = slider.valueAsNumber;
    update();
  });
  // One entry in the history for as long as the slider has the focus, not one for each step.
  let isNoted = false;
  slider.addEventListener("change", () => {
    threshold = slider.valueAsNumber;
    address[isNoted ? "set" : "push"]({threshold: String(threshold)});
    isNoted = true;
    update();
  });
  slider.addEventListener("blur", () => {
    isNoted = false;
  });
  onNumber(output, (value) => choose(Math.min(1, value)));
  onNumber(falseAlarm.input, (value) => setCosts({...costs, falseAlarm: value}));
  onNumber(miss.input, (value) => setCosts({...costs, miss: value}));
  onNumber(least, (value) => {
    precision = Math.min(100, Math.max(1, value)) / 100;
    least.value = String(100 * precision);
    drawMarks();
    update();
  });

  function setCosts(next: Costs): void {
    if (next.falseAlarm + next.miss > 0) {
      costs = next;
      address.push({cost: formatCosts(costs)});
    }
    show();
  }

  function show(): void {
    falseAlarm.input.value = String(costs.falseAlarm);
    miss.input.value = String(costs.miss);
    output.value = formatThreshold(threshold);
    drawMarks();
    update();
  }

  const content = html`<div class="threshold">
    <div class="threshold-chart">${chart.node}${rule}</div>
    <div class="threshold-slider">${slider}</div>
    <div class="threshold-inputs"><label>Threshold ${output}</label>${falseAlarm.label}${miss.label}<label>Precision of at least ${least} %</label></div>
    ${marks}
    ${table.node}
    ${isStaged ? html`<p class="threshold-link">${link}</p>` : null}
  </div>`;
  // Back and forward, for as long as the explorer is on the page.
  const stop = address.onReturn(() => {
    if (!content.isConnected) return stop();
    ({threshold, costs} = read());
    show();
  });
  show();
  return Card(content, {
    title,
    caption:
      models.length > 1
        ? "F1 of each model by threshold; the same threshold for all. Marks are those of the first."
        : "Precision (dashed), recall and F1 (dotted) by threshold; rows with a probability of at least the threshold are predicted as 1.",
    note: `All ${formatCount(rowsOf(first))} out-of-fold predictions together; recall and precision with Wilson’s 95 % interval. The best thresholds are chosen on these rows: expect slightly less of them on new ones.`,
    data: () => thresholdData(models, upper, costs),
    fileName: "threshold"
  });
}

function costInput(words: string): {label: HTMLElement; input: HTMLInputElement} {
  const input = html<HTMLInputElement>`<input type="number" min="0" step="any">`;
  return {label: html`<label>${words} ${input}</label>`, input};
}

const rowsOf = ({curve}: ExploredModel) => curve.positives + curve.negatives;

/** “At threshold 0.240: recall 56 %, precision 48 %, lift 4.8”; of several models their F1 and cost. */
export function thresholdFinding(models: readonly ExploredModel[], threshold: number, costs: Costs): string {
  const at = `At threshold ${formatThreshold(threshold)}`;
  const found = models.map(({name, curve}) => ({name, ...measuresAt(curve, threshold, costs)}));
  if (found.length > 1) return `${at}: F1 ${found.map(({name, f1}) => `${f1.toFixed(3)} for ${name}`).join(", ")}`;
  const [{recall, precision, lift, flagged}] = found;
  if (flagged === 0) return `${at}: no row is predicted as 1`;
  return `${at}: recall ${formatPercent(recall, 0)}, precision ${formatPercent(precision, 0)}, lift ${formatValue(lift, 1)}`;
}

function thresholdData(models: readonly ExploredModel[], upper: number, costs: Costs): CardData {
  return models.flatMap(({name, curve}) =>
    Array.from({length: 201}, (_, i) => (upper * i) / 200).map((threshold) => {
      const {confusion, ...measures} = measuresAt(curve, threshold, costs);
      return {run: name, threshold, ...confusion, ...measures};
    })
  );
}
