import {LightGBMError} from "../error.js";
import {visitSplits} from "./model.js";
import {gaussLegendre, type Quadrature} from "./quadrature.js";
import {rowSource, type ScoreData} from "./rows.js";
import type {Scorer} from "./scorer.js";
import type {Tables} from "./tables.js";

/**
 * SHAP values of the raw score, path-dependent, as LightGBM's `pred_contrib`: for each row and class one number for
 * each feature and at the end the expected value, which add up to the raw score.
 *
 * TreeSHAP in another form (after Yu et al., "Linear TreeShap", 2022): a feature's weight in a leaf is the integral
 * over t of the product, over the other features on the leaf's path, of z (1 - t) + o t, where z is the share of the
 * training rows that pass the feature's splits and o says whether this row does. The integrand is a polynomial, so
 * Gauss's quadrature is exact; a tree takes time by its splits and depth, and nothing is subtracted that nearly cancels.
 */
export function contributions(scorer: Scorer, data: ScoreData): Float64Array {
  const {tables, featureCount, classCount} = scorer;
  const trees = treesOf(tables);
  const rows = rowSource(data);
  const width = featureCount + 1;
  const result = new Float64Array(rows.rowCount * classCount * width);
  scorer.visitRanks(rows, (columns, firstRow, count) => {
    for (let row = 0; row < count; ++row) {
      for (let k = 0; k < classCount; ++k) {
        const target = result.subarray(((firstRow + row) * classCount + k) * width);
        for (let i = k; i < trees.length; i += classCount) {
          target[featureCount] += trees[i].expected;
          trees[i].explain(columns, row, target);
        }
      }
    }
  });
  return result;
}

const known = new WeakMap<Tables, Explained[]>();

function treesOf(tables: Tables): Explained[] {
  const made = known.get(tables);
  if (made) return made;
  const {counts} = tables;
  if (!counts) throw new LightGBMError("The model was compiled without the row counts that contributions need.");
  const features = featureOfColumn(tables);
  let split = 0;
  let leaf = 0;
  const trees = Array.from(tables.leafCounts, (leaves) => {
    const tree = new Explained(tables, counts, features, split, leaf, leaves);
    split += leaves - 1;
    leaf += leaves;
    return tree;
  });
  known.set(tables, trees);
  return trees;
}

/** Columns of the same feature share its position. */
function featureOfColumn({numeric, categorical}: Tables): Uint32Array {
  const features = [
    ...numeric.flatMap(({feature, slots}) => Array.from(slots, () => feature)),
    ...categorical.flatMap(({feature, setSizes}) =>
      Array.from({length: 16 * Math.ceil(setSizes.length / 16)}, () => feature)
    )
  ];
  return Uint32Array.from(features);
}

/** A share of the training rows that is not zero, so that it can be divided by. */
const leastShare = 1e-100;

/** A tree with what does not depend on the row. Edge 2 s leads from split s to its left side, 2 s + 1 to its right. */
class Explained {
  /** The mean of its leaves over the training rows. */
  readonly expected: number;
  readonly #column: Uint16Array;
  readonly #rank: Int8Array;
  readonly #feature: Uint32Array;
  /** By split: the edge that leads to it; -1 for the root. */
  readonly #above: Int32Array;
  /** By edge: the nearest edge above it of the same feature, or -1; the share of rows that pass it and those. */
  readonly #previous: Int32Array;
  readonly #share: Float64Array;
  /** By edge: the value of the leaf that it leads to, if it is one. */
  readonly #value: Float64Array;
  readonly #isLeaf: Uint8Array;
  readonly #rule: Quadrature;

  constructor(
    tables: Tables,
    counts: NonNullable<Tables["counts"]>,
    features: Uint32Array,
    split: number,
    leaf: number,
    leaves: number
  ) {
    const splits = leaves - 1;
    const part = <A extends {subarray(from: number, to: number): A}>(array: A): A =>
      array.subarray(split, split + splits);
    const values = tables.leafValue.subarray(leaf, leaf + leaves);
    const leafCounts = counts.leaf.subarray(leaf, leaf + leaves);
    const splitCounts = part(counts.split);
    this.#column = part(tables.column);
    this.#rank = Int8Array.from(part(tables.rank), (rank) => rank - 128);
    this.#feature = Uint32Array.from(this.#column, (column) => features[column]);
    this.#above = new Int32Array(splits).fill(-1);
    this.#previous = new Int32Array(2 * splits).fill(-1);
    this.#share = new Float64Array(2 * splits).fill(1);
    this.#value = new Float64Array(2 * splits);
    this.#isLeaf = new Uint8Array(2 * splits);
    const depth = new Uint32Array(2 * splits);
    const left = part(tables.leftLeaves);
    visitSplits(left, leaves, (s, from, middle, to) => {
      for (const side of [0, 1]) {
        const edge = 2 * s + side;
        const [first, end] = side === 0 ? [from, middle] : [middle, to];
        const below = side === 0 ? s + 1 : s + left[s];
        const isLeaf = end - first === 1;
        if (isLeaf) this.#value[edge] = values[first];
        else this.#above[below] = edge;
        this.#isLeaf[edge] = Number(isLeaf);
        const previous = this.#findPrevious(s);
        this.#previous[edge] = previous;
        const rows = isLeaf ? leafCounts[first] : splitCounts[below];
        const share = (splitCounts[s] > 0 ? rows / splitCounts[s] : 0.5) * (previous < 0 ? 1 : this.#share[previous]);
        this.#share[edge] = Math.max(share, leastShare);
        depth[edge] = (this.#above[s] < 0 ? 0 : depth[this.#above[s]]) + Number(previous < 0);
      }
    });
    this.#rule = gaussLegendre(Math.max(1, Math.ceil(depth.reduce((most, d) => Math.max(most, d), 0) / 2)));
    this.expected =
      splits === 0 ? values[0] : values.reduce((sum, v, i) => sum + (leafCounts[i] / splitCounts[0]) * v, 0);
  }

  #findPrevious(split: number): number {
    for (let edge = this.#above[split]; edge >= 0; edge = this.#above[edge >> 1]) {
      if (this.#feature[edge >> 1] === this.#feature[split]) return edge;
    }
    return -1;
  }

  /** Adds the contributions of one row to `target`. */
  explain(columns: Int8Array, row: number, target: Float64Array): void {
    const splits = this.#column.length;
    if (splits === 1) {
      const right = Number(columns[16 * this.#column[0] + row] > this.#rank[0]);
      target[this.#feature[0]] += this.#value[right] - this.expected;
      return;
    }
    const {points, weights} = this.#rule;
    const n = points.length;
    const {passes, factors, products, sums} = scratch(2 * splits, n);
    // Downwards: by edge, the product of the factors of all features above it.
    for (let split = 0; split < splits; ++split) {
      const right = Number(columns[16 * this.#column[split] + row] > this.#rank[split]);
      const above = this.#above[split];
      for (let edge = 2 * split; edge < 2 * split + 2; ++edge) {
        const previous = this.#previous[edge];
        const pass = (edge & 1) === right && (previous < 0 || passes[previous] === 1) ? 1 : 0;
        passes[edge] = pass;
        const share = this.#share[edge];
        for (let i = 0; i < n; ++i) {
          const factor = share * (1 - points[i]) + pass * points[i];
          factors[edge * n + i] = factor;
          const product = above < 0 ? factor : products[above * n + i] * factor;
          products[edge * n + i] = previous < 0 ? product : product / factors[previous * n + i];
          sums[edge * n + i] = 0;
        }
      }
    }
    // Upwards: by edge, the sum over the leaves below. Where a feature comes again, the lower edge takes the upper's place.
    for (let edge = 2 * splits - 1; edge >= 0; --edge) {
      const above = this.#above[edge >> 1];
      const previous = this.#previous[edge];
      const gain = passes[edge] - this.#share[edge];
      const previousGain = previous < 0 ? 0 : passes[previous] - this.#share[previous];
      let total = 0;
      for (let i = 0; i < n; ++i) {
        const at = edge * n + i;
        const sum = this.#isLeaf[edge] === 1 ? this.#value[edge] * products[at] : sums[at];
        if (above >= 0) sums[above * n + i] += sum;
        total +=
          weights[i] * sum * (gain / factors[at] - (previous < 0 ? 0 : previousGain / factors[previous * n + i]));
      }
      target[this.#feature[edge >> 1]] += total;
    }
  }
}

let passes = new Uint8Array();
let vectors = [new Float64Array(), new Float64Array(), new Float64Array()];

/** Room that all trees use in turn. */
function scratch(edges: number, points: number) {
  if (passes.length < edges) passes = new Uint8Array(2 * edges);
  if (vectors[0].length < edges * points) vectors = vectors.map(() => new Float64Array(2 * edges * points));
  const [factors, products, sums] = vectors;
  return {passes, factors, products, sums};
}
