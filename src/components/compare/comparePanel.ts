import {html} from "htl";
import {
  type Experiment,
  type RunDetail,
  type RunRow,
  type RunScores,
  runPageAddress
} from "../../lib/experiment/experiment.js";
import type {MetricColumn} from "../../lib/experiment/metricColumn.js";
import {
  builtRowsVerdict,
  isDecided,
  recipeVerdict,
  rowMethodOf,
  rowsVerdictSteps,
  type Verdict,
  whyNoRows
} from "../../lib/experiment/verdict.js";
import {thresholdCurve} from "../../lib/metrics/thresholdCurve.js";
import {Card} from "../card.js";
import type {ModelColor} from "../encoding.js";
import {fitWidth} from "../fitWidth.js";
import {formatCount} from "../format.js";
import {Pending} from "../runs/pending.js";
import {loadDetail as fetchDetail, loadScores as fetchScores} from "../runs/runDetails.js";
import {foldFinding, inSentence, pairFinding, verdictSentences} from "../runs/verdictWords.js";
import {ThresholdExplorer} from "../threshold/thresholdExplorer.js";
import {type ComparedRun, comparedRuns} from "./comparedRuns.js";
import {DetailCards} from "./detailCards.js";
import {inSlices} from "./inSlices.js";
import {MetricDifferences} from "./metricDifferences.js";
import {PairedFoldsChart} from "./pairedFoldsChart.js";
import {ParameterDifferences, parameterData, parametersFinding} from "./parameterDifferences.js";

export interface ComparePanelOptions {
  /** The metric to compare by. */
  metric: MetricColumn;
  experiment: Pick<Experiment, "metrics" | "championId" | "stagedId">;
  color: ModelColor;
  loadDetail?: (run: RunRow) => Promise<RunDetail>;
  loadScores?: (run: RunRow) => Promise<RunScores | undefined>;
  /** Called by the button and by Escape. */
  close: () => void;
  /** Ends what is still being computed when the panel is replaced. */
  signal?: AbortSignal;
  /** Whether the reader has just opened it: it is scrolled to then, and has the focus until it is closed. */
  isOpened?: boolean;
}

const replicates = 1000;

/**
 * Two to five runs side by side: one sentence with both answers to which one is better, the same folds joined, what
 * differs in parameters and metrics, and what their details say. The best by the metric comes first, and the others are
 * measured against it. Details and predictions are fetched as the panel opens.
 */
export function ComparePanel(
  runs: readonly RunRow[],
  {
    metric,
    experiment,
    color,
    loadDetail = fetchDetail,
    loadScores = fetchScores,
    close,
    signal,
    isOpened = true
  }: ComparePanelOptions
): HTMLElement {
  const compared = comparedRuns(runs, metric, color);
  const [first, second] = compared;
  const closed = new AbortController();
  signal?.addEventListener("abort", () => closed.abort());
  const opener = document.activeElement;

  const recipe = recipeVerdict(first.run, second.run, metric);
  const sentence = html`<h2 tabindex="-1"></h2>`;
  const lede = html`<p class="lede"></p>`;
  function say(rows: Verdict): void {
    sentence.textContent = pairFinding(first.run, second.run, {rows, recipe}, metric);
    const words = verdictSentences({rows, recipe}, metric).join(" ");
    lede.textContent = `${first.run.name} minus ${second.run.name} by ${inSentence(metric.title)}. ${words}`;
  }
  say(builtRowsVerdict(first.run, second.run, metric, experiment.championId));

  const differences = MetricDifferences(compared, experiment.metrics);
  const details = () => Promise.all(compared.map(async (one) => ({...one, detail: await loadDetail(one.run)})));
  const loadDetails = async () => DetailCards(await details(), metric);
  const thresholds = () => loadThresholds(compared, {experiment, loadScores});

  function leave(): void {
    closed.abort();
    close();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }

  const panel = html`<section class="compare" aria-label=${`Comparison of ${runs.length} runs`} onkeydown=${(
    event: KeyboardEvent
  ) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(":popover-open")) return;
    event.preventDefault();
    leave();
  }}>
    <header class="compare-head">${sentence}<button type="button" class="compare-close" onclick=${leave}>Close comparison</button></header>
    ${lede}
    <ul class="compare-runs">${compared.map(({run, color: hue}) => html`<li><i class="dot" style=${`background:${hue}`}></i><a href=${runPageAddress(run)}>${run.name}</a></li>`)}</ul>
    <div class="compare-grid">
      ${Card(
        fitWidth((width) => PairedFoldsChart(compared, metric, {width}), {
          width: 560,
          height: 44 + 54 * compared.length
        }).node,
        {
          title: foldFinding(first.run, second.run, metric),
          caption: `${metric.title} of each validation fold, the same folds joined. The tick is the mean.`,
          note: "How many folds a run is ahead on is no test: folds share their training rows.",
          data: () => foldData(compared, metric),
          fileName: "compared-folds"
        }
      )}
      ${Card(ParameterDifferences(compared), {
        title: parametersFinding(compared),
        caption: `What is not as in ${first.run.name} is marked.`,
        data: () => parameterData(compared),
        fileName: "compared-parameters"
      })}
    </div>
    ${Card(differences.node, {
      title: `Is ${first.run.name} better? Two questions, two answers for each metric`,
      caption: `Differences with 95 % intervals: ${first.run.name} minus the other run. A run is better where the interval leaves out 0.`,
      note: `${metricsNote} Of many metrics some differ by chance: decide by the one chosen before.`,
      data: differences.data,
      fileName: "compared-metrics"
    })}
    ${Pending(thresholds(), {height: 520, what: "The thresholds", retry: thresholds})}
    ${Pending(loadDetails(), {height: 1400, what: "The details of these runs", retry: loadDetails})}
  </section>`;

  compareRows(compared, {
    // The one to compare by first, those that take long last.
    metrics: [metric, ...experiment.metrics.filter(({name}) => name !== metric.name)].sort(
      (a, b) => Number(takesLong(a, metric)) - Number(takesLong(b, metric))
    ),
    loadScores,
    signal: closed.signal,
    found(other, of, verdict) {
      differences.setRows(other, of, verdict);
      if (other === second.run && of === metric && isDecided(verdict)) say(verdict);
    }
  });
  requestAnimationFrame(() => {
    if (!isOpened || !panel.isConnected) return;
    panel.scrollIntoView({block: "start"});
    sentence.focus({preventScroll: true});
  });
  return panel;
}

const metricsNote = `These models on these rows: AUC by DeLong’s test; log loss, Brier score and accuracy by the normal interval of the rows’ mean; others by the paired bootstrap over rows, ${formatCount(replicates)} resamples. The recipe on new folds: the corrected resampled t-test of Nadeau and Bengio over the same folds.`;

const takesLong = (one: MetricColumn, chosen: MetricColumn) =>
  one.name !== chosen.name && rowMethodOf(one) === "paired bootstrap over rows";

interface RowsOptions {
  /** The one to compare by first. */
  metrics: readonly MetricColumn[];
  loadScores: (run: RunRow) => Promise<RunScores | undefined>;
  signal: AbortSignal;
  found: (other: RunRow, metric: MetricColumn, verdict: Verdict) => void;
}

/** Compares the first run with each other one row by row, metric by metric, until the panel is closed. */
async function compareRows(
  [first, ...others]: readonly ComparedRun[],
  {metrics, loadScores, signal, found}: RowsOptions
): Promise<void> {
  for (const metric of metrics)
    for (const {run} of others) {
      const reason = whyNoRows(first.run, run, metric);
      if (reason !== undefined) {
        found(run, metric, {reason});
        continue;
      }
      try {
        const [a, b] = await Promise.all([loadScores(first.run), loadScores(run)]);
        if (a === undefined || b === undefined) {
          found(run, metric, {reason: "Their out-of-fold predictions are not kept"});
          continue;
        }
        found(run, metric, await inSlices(rowsVerdictSteps(first.run, run, metric, [a, b], {replicates}), signal));
      } catch (error) {
        if (signal.aborted) return;
        found(run, metric, {reason: error instanceof Error ? error.message : String(error)});
      }
    }
}

/** One slider for all runs whose predictions are at hand. */
async function loadThresholds(
  runs: readonly ComparedRun[],
  {experiment, loadScores}: Pick<ComparePanelOptions, "experiment"> & Pick<RowsOptions, "loadScores">
): Promise<Node> {
  const models = await Promise.all(
    runs.map(async ({run, color}) => {
      const scores = run.has.outOfFold ? await loadScores(run) : undefined;
      return scores === undefined
        ? []
        : [
            {
              name: run.name,
              color,
              curve: thresholdCurve(scores.labels, scores.probabilities),
              threshold: run.threshold,
              isStaged: run.runId === experiment.stagedId
            }
          ];
    })
  );
  const found = models.flat();
  return found.length === 0
    ? Card(html`<p class="empty">None of them logged out-of-fold predictions.</p>`, {title: "Thresholds"})
    : ThresholdExplorer(found);
}

const foldData = (runs: readonly ComparedRun[], {name}: MetricColumn) =>
  runs.flatMap(({run}) => {
    const result = run.metrics[name];
    return result !== undefined && "folds" in result
      ? result.folds.map((value, fold) => ({run: run.name, fold, [name]: value}))
      : [];
  });
