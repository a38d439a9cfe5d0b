import {html} from "htl";
import type {LearningCurve} from "../../lib/experiment/experiment.js";
import {stepsThatMatter} from "../../lib/experiment/learningCurve.js";
import {Card} from "../card.js";
import {CurveChart, trainingFits} from "./curveChart.js";
import {curveFinding, curveNote} from "./curveFindings.js";
import {CurveOverview} from "./curveOverview.js";

export interface LearningCurveCardOptions {
  color?: string;
  /** Renders again when the width changes, as Framework's `resize` does. */
  resize: (render: (width: number) => Node) => Node;
  /** The metric shown at first. */
  metric?: string;
}

/**
 * The learning curves of a run, of any metric that has a history: the last half of the steps at first, with all of them
 * in an overview that chooses what is shown.
 */
export function LearningCurveCard(
  curves: readonly LearningCurve[],
  {color, resize, metric}: LearningCurveCardOptions
): HTMLElement {
  let curve = curves.find((one) => one.metric.name === metric) ?? curves[0];
  let steps = stepsThatMatter(curve);
  let isLogarithmic = false;
  /** Undefined until the reader has a wish. */
  let withTraining: boolean | undefined;
  let width = 640;

  const title = html`<span></span>`;
  const note = html`<span></span>`;
  const chart = html`<div></div>`;
  const overview = html`<div></div>`;
  const choice = html<HTMLSelectElement>`<select aria-label="Metric" onchange=${() => {
    curve = curves[choice.selectedIndex];
    steps = stepsThatMatter(curve);
    draw();
  }}>${curves.map((one) => html`<option selected=${one === curve}>${one.metric.title}</option>`)}</select>`;
  const toggle = (label: string, change: (isOn: boolean) => void) => {
    const input = html<HTMLInputElement>`<input type="checkbox" onchange=${() => {
      change(input.checked);
      draw();
    }}>`;
    return {input, label: html`<label>${input} ${label}</label>`};
  };
  const all = toggle("All steps", (isOn) => {
    steps = isOn ? wholeRange() : stepsThatMatter(curve);
  });
  const logarithmic = toggle("Logarithmic steps", (isOn) => {
    isLogarithmic = isOn;
    if (isOn) steps = wholeRange();
  });
  const training = toggle("Training in view", (isOn) => {
    withTraining = isOn;
  });

  function wholeRange(): [number, number] {
    const at = curve.series.flatMap((one) => one.steps);
    return [Math.min(...at), Math.max(...at)];
  }

  function drawChart(): void {
    const [first, last] = wholeRange();
    const isAll = steps[0] <= first && steps[1] >= last;
    all.input.checked = isAll;
    logarithmic.input.checked = isLogarithmic;
    training.input.checked = withTraining ?? trainingFits(curve, steps);
    chart.replaceChildren(
      CurveChart(curve, {width, color, steps, logarithmic: isLogarithmic, withTraining: training.input.checked})
    );
  }

  function draw(): void {
    title.textContent = curveFinding(curve);
    note.textContent = curveNote(curve);
    drawChart();
    overview.replaceChildren(
      CurveOverview(curve, {
        width,
        color,
        steps,
        onChoose: (chosen) => {
          steps = chosen;
          drawChart();
        }
      })
    );
  }

  const content = html`<div>
    <div class="curve-controls">${curves.length > 1 ? html`<label>Metric ${choice}</label>` : null}${all.label}${logarithmic.label}${training.label}</div>
    ${resize((available) => {
      width = available;
      draw();
      return html`<div>${chart}${overview}</div>`;
    })}
  </div>`;
  return Card(content, {
    title,
    caption: "By step of training. Drag over the small curve below to choose the steps shown.",
    note,
    fileName: "learning-curves",
    data: () =>
      curve.series.flatMap(({fold, part, steps: at, values}) =>
        at.map((step, i) => ({fold, part, step, [curve.metric.name]: values[i]}))
      )
  });
}
