import {html} from "htl";
import {
  type Experiment,
  metricColumnOf,
  type RunDetail,
  type RunRow,
  type RunScores,
  runPageAddress
} from "../../lib/experiment/experiment.js";
import {rankedWith} from "../../lib/experiment/findRun.js";
import {thresholdCurve} from "../../lib/metrics/thresholdCurve.js";
import {Card, CardOrReason, StatTiles} from "../card.js";
import {modelColors} from "../encoding.js";
import {FoldOnPhone} from "../foldOnPhone.js";
import {ThresholdExplorer} from "../threshold/thresholdExplorer.js";
import type {UrlState} from "../urlState.js";
import {BaselineCard} from "./baselineCard.js";
import {FoldMetrics, foldMetricsFinding} from "./foldMetrics.js";
import {ImportanceChart, importanceFinding} from "./importanceChart.js";
import {LearningCurveCard} from "./learningCurveCard.js";
import {Pending, PendingWhenVisible} from "./pending.js";
import {PredictionCards} from "./predictionCards.js";
import {ParameterList, RunFacts} from "./runFacts.js";
import {RunNeighbours} from "./runNeighbours.js";
import {runTiles} from "./runTiles.js";
import {rankFinding} from "./verdictWords.js";

export interface RunPageOptions {
  /** Fetches what is not in the run's row; may be called again after a failure. */
  loadDetail: (run: RunRow) => Promise<RunDetail>;
  /** Fetches the out-of-fold predictions, row by row; undefined where their rows are not known. */
  loadScores: (run: RunRow) => Promise<RunScores | undefined>;
  /** Renders again when the width changes, as Framework's `resize` does. */
  resize: (render: (width: number) => Node) => Node;
  /** Keeps the run to compare with. */
  address: UrlState<"baseline">;
}

/** What is kept free for the details while they are loaded, in pixels, on a wide and on a narrow window. */
const detailHeight = {facts: 250, threshold: 640, wide: 2100, narrow: 260};

/** All of one run: the summary at once, its details as they arrive. */
export function RunPage(run: RunRow, experiment: Experiment, options: RunPageOptions): HTMLElement {
  const {loadDetail, loadScores, resize, address} = options;
  const ranked = rankedWith(run, experiment);
  const metric = metricColumnOf(experiment, experiment.primaryMetric);
  const baseline = address.get("baseline");
  const addressOf = (other: RunRow) =>
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
    ${RunNeighbours(run, ranked, {address: addressOf})}
    <h1>${run.name}${metric ? `: ${rankFinding(run, ranked, metric)}` : ""}</h1>
    ${StatTiles(runTiles(run, experiment))}
    <div class="run-setup">
      ${FoldOnPhone("Parameters", html`<div><h2>Parameters</h2>${ParameterList(run)}</div>`)}
      ${FoldOnPhone("How it was made", html`<div><h2>How it was made</h2>${show((known) => RunFacts(run, known, experiment.dataSources[run.data]), detailHeight.facts)}</div>`)}
    </div>
    ${metric ? FoldOnPhone("Compared with another run", BaselineCard(run, experiment, {ranked, metric, address})) : null}
    ${
      run.has.outOfFold
        ? FoldOnPhone(
            "Threshold",
            PendingWhenVisible(() => loadScores(run).then((scores) => ThresholdCard(run, scores, experiment)), {
              height: detailHeight.threshold,
              what: `The predictions of ${run.name}`
            })
          )
        : null
    }
    ${show((known) => RunDetails(run, known, experiment, {resize}), isNarrow ? detailHeight.narrow : detailHeight.wide)}
  </div>`;
}

function ThresholdCard(run: RunRow, scores: RunScores | undefined, {runs, stagedId}: Experiment): HTMLElement {
  const known = scores ?? {reason: "Which rows its predictions are of is not known."};
  return CardOrReason("Threshold", known, ({labels, probabilities}) =>
    ThresholdExplorer([
      {
        name: run.name,
        color: modelColors(runs)(run.model),
        curve: thresholdCurve(labels, probabilities),
        threshold: run.threshold,
        isStaged: run.runId === stagedId
      }
    ])
  );
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
