import {html} from "htl";
import {
  type Experiment,
  metricColumnOf,
  type RunDetail,
  type RunRow,
  runPageAddress
} from "../../lib/experiment/experiment.js";
import {rankedWith} from "../../lib/experiment/findRun.js";
import {Card, CardOrReason, StatTiles} from "../card.js";
import {modelColors} from "../encoding.js";
import {FoldOnPhone} from "../foldOnPhone.js";
import {BaselineCard} from "./baselineCard.js";
import {FoldMetrics, foldMetricsFinding} from "./foldMetrics.js";
import {ImportanceChart, importanceFinding} from "./importanceChart.js";
import {LearningCurveCard} from "./learningCurveCard.js";
import {Pending} from "./pending.js";
import {PredictionCards} from "./predictionCards.js";
import {ParameterList, RunFacts} from "./runFacts.js";
import {RunNeighbours} from "./runNeighbours.js";
import {runTiles} from "./runTiles.js";
import {rankFinding} from "./verdictWords.js";

export interface RunPageOptions {
  /** Fetches what is not in the run's row; may be called again after a failure. */
  loadDetail: (run: RunRow) => Promise<RunDetail>;
  /** Renders again when the width changes, as Framework's `resize` does. */
  resize: (render: (width: number) => Node) => Node;
  /** Run id or name of the run to compare with; at first the best. */
  baseline?: string;
  onBaseline?: (run: RunRow) => void;
}

/** What is kept free for the details while they are loaded, in pixels, on a wide and on a narrow window. */
const detailHeight = {facts: 250, wide: 2100, narrow: 260};

/** All of one run: the summary at once, its details as they arrive. */
export function RunPage(run: RunRow, experiment: Experiment, options: RunPageOptions): HTMLElement {
  const {loadDetail, resize, baseline, onBaseline} = options;
  const ranked = rankedWith(run, experiment);
  const metric = metricColumnOf(experiment, experiment.primaryMetric);
  const address = (other: RunRow) =>
    `${runPageAddress(other)}${baseline ? `&baseline=${encodeURIComponent(baseline)}` : ""}`;
  const detail = loadDetail(run);
  const show = (part: (detail: RunDetail) => Node, height: number) =>
    Pending(detail.then(part), {
      height,
      what: `What else is known of ${run.name}`,
      retry: () => loadDetail(run).then(part)
    });
  const isNarrow = innerWidth <= 640;

  return html`<div class="run-page">
    ${RunNeighbours(run, ranked, {address})}
    <h1>${run.name}${metric ? `: ${rankFinding(run, ranked, metric)}` : ""}</h1>
    ${StatTiles(runTiles(run, experiment))}
    <div class="run-setup">
      ${FoldOnPhone("Parameters", html`<div><h2>Parameters</h2>${ParameterList(run)}</div>`)}
      ${FoldOnPhone("How it was made", html`<div><h2>How it was made</h2>${show((known) => RunFacts(run, known, experiment.dataSources[run.data]), detailHeight.facts)}</div>`)}
    </div>
    ${metric ? FoldOnPhone("Compared with another run", BaselineCard(run, experiment, {ranked, metric, baseline, onBaseline})) : null}
    ${show((known) => RunDetails(run, known, experiment, {resize}), isNarrow ? detailHeight.narrow : detailHeight.wide)}
  </div>`;
}

function RunDetails(
  run: RunRow,
  {curves, outOfFold, importance, folds}: RunDetail,
  experiment: Experiment,
  {resize}: Pick<RunPageOptions, "resize">
): HTMLElement {
  const color = modelColors(experiment.runs)(run.model);
  const {metrics, primaryMetric} = experiment;
  return html`<div>
    ${FoldOnPhone(
      "Learning curves",
      CardOrReason(
        "Learning curves",
        curves.length > 0
          ? curves
          : {reason: "No metric was logged step by step; not every model is trained in steps."},
        (known) => LearningCurveCard(known, {color, resize, metric: primaryMetric})
      )
    )}
    ${FoldOnPhone(
      "Out-of-fold predictions",
      CardOrReason("Out-of-fold predictions", outOfFold, (known) => PredictionCards(run, known, {color, resize}))
    )}
    ${FoldOnPhone(
      "Feature importance",
      CardOrReason("Feature importance", importance, (known) =>
        Card(
          resize((width) => ImportanceChart(known, {width, color})),
          {
            title: importanceFinding(known),
            caption: "A dot is one fold’s model, the tick the mean.",
            note: "Gain is what a feature’s splits took off the training loss; correlated features share it by chance. The dots show how it varies between folds; there is no interval.",
            fileName: "importance",
            data: () =>
              known.flatMap(({feature, gain, split}) =>
                gain.map((value, fold) => ({feature, fold, gain: value, split: split[fold]}))
              )
          }
        )
      )
    )}
    ${
      folds.length === 0
        ? null
        : FoldOnPhone(
            "Folds",
            Card(FoldMetrics({folds}, metrics), {
              title: foldMetricsFinding(run, metricColumnOf({metrics}, primaryMetric)),
              caption: "The metrics of each fold.",
              note: "The interval is Nadeau and Bengio’s: of the mean on new folds of the same rows.",
              fileName: "folds",
              data: () => folds.map(({fold, metrics: values, ...rest}) => ({fold, ...values, ...rest}))
            })
          )
    }
  </div>`;
}
