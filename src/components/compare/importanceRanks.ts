import * as Plot from "@observablehq/plot";
import type {FeatureImportance} from "../../lib/experiment/experiment.js";
import {chartStyle, referenceColor} from "../encoding.js";
import {formatPercent} from "../format.js";

/** A run with the importances of its features. */
export interface ImportanceOfRun {
  name: string;
  color: string;
  /** Highest mean gain first. */
  importance: readonly FeatureImportance[];
}

export interface ImportanceRanksOptions {
  width?: number;
  /** How many features of each run are shown. */
  limit?: number;
}

interface Rank {
  name: string;
  feature: string;
  /** From 1 on; undefined for a feature that the run does not use. */
  rank: number | undefined;
  /** Share of the gain of all features, mean over the folds. */
  share: number;
}

const gainOf = ({gain}: FeatureImportance) => gain.reduce((sum, value) => sum + value, 0);

/** The ranks of all features that are among the first of any of the runs. */
export function importanceRanks(runs: readonly ImportanceOfRun[], {limit = 10} = {}): Rank[] {
  const features = new Set(runs.flatMap(({importance}) => importance.slice(0, limit).map(({feature}) => feature)));
  return runs.flatMap(({name, importance}) => {
    const total = importance.reduce((sum, one) => sum + gainOf(one), 0);
    const used = importance.filter((one) => gainOf(one) > 0);
    return [...features].map((feature) => {
      const index = used.findIndex((one) => one.feature === feature);
      const share = index < 0 || total === 0 ? 0 : gainOf(used[index]) / total;
      return {name, feature, rank: index < 0 ? undefined : index + 1, share};
    });
  });
}

/** The features with the highest gain, a column for each run, the same feature joined. */
export function ImportanceRanks(
  runs: readonly ImportanceOfRun[],
  {width = 480, limit = 10}: ImportanceRanksOptions = {}
): SVGSVGElement | HTMLElement {
  const ranks = importanceRanks(runs, {limit});
  // Whatever is not among the first shares one place below them.
  const beyond = limit + 1.5;
  const placed = ranks.map((rank) => ({
    ...rank,
    place: rank.rank !== undefined && rank.rank <= limit ? rank.rank : beyond
  }));
  const [left, right] = [runs[0].name, runs[runs.length - 1].name];
  const inside = placed.filter(({place}) => place <= limit);
  const margin = Math.min(130, width / 4);
  const spacing = (width - 2 * margin) / Math.max(1, runs.length - 1);
  // Names of neighbouring columns get two rows where there are many.
  const isStaggered = runs.length > 2;
  return Plot.plot({
    width,
    height: 60 + 24 * (limit + 1),
    marginLeft: margin,
    marginRight: margin,
    marginTop: 44,
    marginBottom: 10,
    ariaLabel: `The ${limit} features with the highest gain in ${runs.map(({name}) => name).join(", ")}`,
    style: chartStyle,
    x: {type: "point", domain: runs.map(({name}) => name), axis: null, padding: 0},
    y: {domain: [0.5, beyond + 0.5], reverse: true, axis: null},
    marks: [
      Plot.line(placed, {x: "name", y: "place", z: "feature", stroke: referenceColor, strokeOpacity: 0.7}),
      Plot.dot(inside, {
        x: "name",
        y: "place",
        r: 4,
        fill: ({name}) => runs.find((run) => run.name === name)?.color ?? null,
        title: ({name, feature, rank, share}) =>
          `${name}\n${feature}: rank ${rank}, ${formatPercent(share)} of the gain`
      }),
      ...[left, right].map((side) =>
        Plot.text(
          inside.filter(({name}) => name === side),
          {
            x: "name",
            y: "place",
            text: ({feature, rank}: Rank) => (side === left ? `${feature}  ${rank}` : `${rank}  ${feature}`),
            textAnchor: side === left ? "end" : "start",
            dx: side === left ? -9 : 9
          }
        )
      ),
      ...runs.map((run, i) =>
        Plot.text([run], {
          x: "name",
          text: "name",
          title: "name",
          frameAnchor: "top",
          lineAnchor: "bottom",
          dy: isStaggered && i % 2 === 1 ? -28 : -12,
          fontWeight: 600,
          textOverflow: "ellipsis-end",
          lineWidth: ((isStaggered ? 1.9 : 0.95) * spacing) / 12
        })
      ),
      Plot.text([beyond], {
        frameAnchor: "left",
        y: (place: number) => place,
        text: () => `beyond ${limit}`,
        textAnchor: "end",
        dx: -9,
        fill: referenceColor
      })
    ]
  });
}

/** “7 of the 10 features with the highest gain are the same in all”. */
export function importanceRanksFinding(runs: readonly ImportanceOfRun[], {limit = 10} = {}): string {
  const first = runs.map(({importance}) => importance.slice(0, limit).map(({feature}) => feature));
  const shared = first[0].filter((feature) => first.every((features) => features.includes(feature))).length;
  const of = Math.min(limit, ...first.map(({length}) => length));
  return `${shared} of the ${of} features with the highest gain are the same in ${runs.length === 2 ? "both" : `all ${runs.length}`}`;
}
