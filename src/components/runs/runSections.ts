import {html} from "htl";
import type {Experiment, RunDetail, RunRow} from "../../lib/experiment/experiment.js";
import {metricColumnOf} from "../../lib/experiment/experiment.js";
import {Card, CardOrReason} from "../card.js";
import {FoldOnPhone} from "../foldOnPhone.js";
import {FoldMetrics, foldMetricsFinding} from "./foldMetrics.js";
import {ImportanceChart, importanceFinding} from "./importanceChart.js";
import {LearningCurveCard} from "./learningCurveCard.js";
import {PrecisionRecallChart, precisionRecall, precisionRecallFinding} from "./precisionRecallChart.js";
import {ReliabilityChart, reliabilityFinding, reliabilityNote} from "./reliabilityChart.js";
import {RocChart, rocFinding, rocOf} from "./rocChart.js";
import {ScoresByTarget, separationFinding} from "./scoresByTarget.js";

export interface RunSectionsOptions {
  color: string;
  /** Renders again when the width changes, as Framework's `resize` does. */
  resize: (render: (width: number) => Node) => Node;
}

type Part = (run: RunRow, detail: RunDetail, options: RunSectionsOptions, experiment: Experiment) => HTMLElement;

/** The learning curves, or why there are none. */
export const CurveSection: Part = (_, {curves}, {color, resize}, {primaryMetric}) =>
  FoldOnPhone(
    "Learning curves",
    curves.length > 0
      ? LearningCurveCard(curves, {color, resize, metric: primaryMetric})
      : Card(
          html`<p class="empty">No metric was recorded step by step: the model is not trained in steps, or they were not logged.</p>`,
          {title: "No learning curves"}
        )
  );

/** What the out-of-fold predictions look like, in four charts; or why they are not known. */
export const PredictionSection: Part = (run, {outOfFold}, {color, resize}) =>
  FoldOnPhone(
    "Out-of-fold predictions",
    CardOrReason(
      "Out-of-fold predictions",
      outOfFold,
      (known) => html`<div class="grid grid-cols-2">
        ${Card(
          resize((width) => ScoresByTarget(known, {width, height: 340, threshold: run.threshold})),
          {
            title: separationFinding(run),
            caption: "Each row scored by the model that was not trained on it.",
            note: "Each class adds up to 100 %.",
            fileName: "scores-by-target",
            data: () =>
              known.histogram.positives.map((positives, i) => ({
                from: known.histogram.edges[i],
                to: known.histogram.edges[i + 1],
                positives,
                negatives: known.histogram.negatives[i]
              }))
          }
        )}
        ${Card(
          resize((width) => ReliabilityChart(known, {width, color})),
          {
            title: reliabilityFinding(known),
            caption: "Calibration: observed against predicted shares of target 1.",
            note: reliabilityNote,
            fileName: "calibration",
            data: () =>
              known.calibration.rows.map((rows, i) => ({
                rows,
                predicted: known.calibration.meanProbability[i],
                observed: known.calibration.positiveRate[i]
              }))
          }
        )}
        ${CardOrReason("Receiver operating characteristic", rocOf(known), (roc) =>
          Card(
            resize((width) => RocChart(roc, {width, color})),
            {
              title: rocFinding(roc),
              caption: "Receiver operating characteristic of all folds together.",
              note: "At most 200 points; no interval.",
              fileName: "roc",
              data: () =>
                roc.falsePositiveRate.map((falsePositiveRate, i) => ({
                  falsePositiveRate,
                  truePositiveRate: roc.truePositiveRate[i]
                }))
            }
          )
        )}
        ${CardOrReason("Precision and recall", precisionRecallOf(known), () =>
          Card(
            resize((width) => PrecisionRecallChart(known, {width, color})),
            {
              title: precisionRecallFinding(run, known),
              caption: "Precision by recall of all folds together.",
              note: "Of the same points as the receiver operating characteristic; the interval is Nadeau and Bengio’s over the folds.",
              fileName: "precision-recall",
              data: () => precisionRecall(known).map((point) => ({...point}))
            }
          )
        )}
      </div>`
    )
  );

const precisionRecallOf = (known: Exclude<RunDetail["outOfFold"], {reason: string}>) =>
  known.positives > 0 ? precisionRecall(known) : {reason: "No row has target 1"};

/** Which features the folds' models use, or why that is not known. */
export const ImportanceSection: Part = (_, {importance}, {color, resize}) =>
  FoldOnPhone(
    "Feature importance",
    CardOrReason("Feature importance", importance, (known) =>
      Card(
        resize((width) => ImportanceChart(known, {width, color})),
        {
          title: importanceFinding(known),
          caption: "A dot is one fold’s model, the tick the mean.",
          note: "Gain is what a feature’s splits took off the training loss; it favours features with many values, and shares what correlated features have in common by chance. The dots show how it varies between folds; no interval.",
          fileName: "importance",
          data: () =>
            known.flatMap(({feature, gain, split}) =>
              gain.map((value, fold) => ({feature, fold, gain: value, split: split[fold]}))
            )
        }
      )
    )
  );

/** The metrics of each fold; nothing for a single run. */
export const FoldSection: Part = (run, detail, _, {metrics, primaryMetric}) =>
  detail.folds.length === 0
    ? html`<div></div>`
    : FoldOnPhone(
        "Folds",
        Card(FoldMetrics(detail, metrics), {
          title: foldMetricsFinding(run, metricColumnOf({metrics}, primaryMetric)),
          caption: "The metrics of each fold.",
          note: "The interval is Nadeau and Bengio’s: of the mean on new folds of the same rows.",
          fileName: "folds",
          data: () => detail.folds.map(({fold, metrics: values, ...rest}) => ({fold, ...values, ...rest}))
        })
      );
