import {html} from "htl";
import type {OutOfFoldSummary, RunRow} from "../../lib/experiment/experiment.js";
import {Card, CardOrReason} from "../card.js";
import {PrecisionRecallChart, precisionRecall, precisionRecallFinding} from "./precisionRecallChart.js";
import {ReliabilityChart, reliabilityFinding, reliabilityNote} from "./reliabilityChart.js";
import {RocChart, rocFinding, rocOf} from "./rocChart.js";
import {ScoresByTarget, separationFinding} from "./scoresByTarget.js";

export interface PredictionCardsOptions {
  color: string;
  /** Renders again when the width changes, as Framework's `resize` does. */
  resize: (render: (width: number) => Node) => Node;
}

/** What a run's out-of-fold predictions look like: scores by class, calibration, ROC, precision and recall. */
export function PredictionCards(
  run: RunRow,
  outOfFold: OutOfFoldSummary,
  {color, resize}: PredictionCardsOptions
): HTMLElement {
  const {histogram, calibration, positives} = outOfFold;
  const scores = Card(
    resize((width) => ScoresByTarget(outOfFold, {width, height: 340, threshold: run.threshold})),
    {
      title: separationFinding(run),
      caption: "Each row scored by the model that was not trained on it.",
      note: "Each class adds up to 100 %.",
      fileName: "scores-by-target",
      data: () =>
        histogram.positives.map((count, i) => ({
          from: histogram.edges[i],
          to: histogram.edges[i + 1],
          positives: count,
          negatives: histogram.negatives[i]
        }))
    }
  );
  const reliability = Card(
    resize((width) => ReliabilityChart(outOfFold, {width, color})),
    {
      title: reliabilityFinding(outOfFold),
      caption: "Calibration: observed against predicted shares of target 1.",
      note: reliabilityNote,
      fileName: "calibration",
      data: () =>
        calibration.rows.map((rows, i) => ({
          rows,
          predicted: calibration.meanProbability[i],
          observed: calibration.positiveRate[i]
        }))
    }
  );
  const roc = CardOrReason("Receiver operating characteristic", rocOf(outOfFold), (curve) =>
    Card(
      resize((width) => RocChart(curve, {width, color})),
      {
        title: rocFinding(curve),
        caption: "Receiver operating characteristic of all folds together.",
        note: "At most 200 points; no interval.",
        fileName: "roc",
        data: () =>
          curve.falsePositiveRate.map((falsePositiveRate, i) => ({
            falsePositiveRate,
            truePositiveRate: curve.truePositiveRate[i]
          }))
      }
    )
  );
  const points = positives > 0 ? precisionRecall(outOfFold) : {reason: "No row has target 1"};
  const precision = CardOrReason("Precision and recall", points, (known) =>
    Card(
      resize((width) => PrecisionRecallChart(outOfFold, {width, color})),
      {
        title: precisionRecallFinding(run, outOfFold),
        caption: "Precision by recall of all folds together.",
        note: "Of the same points as the receiver operating characteristic; the interval is Nadeau and Bengio’s over the folds.",
        fileName: "precision-recall",
        data: () => known.map((point) => ({...point}))
      }
    )
  );
  return html`<div class="grid grid-cols-2">${scores}${reliability}${roc}${precision}</div>`;
}
