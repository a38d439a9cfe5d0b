import type {Image} from "./image.js";
import {visitSplits} from "./model.js";
import type {Tables} from "./tables.js";

/** A run of trees that are scored in the same way. */
export interface Segment {
  /**
   * The kernel's function: bit vectors, for up to 256 leaves; from node to node, for trees with more leaves and for few
   * rows; or one table for all stumps on a column.
   */
  kernel: "score" | "walk" | "lookup";
  /** Its first arguments, which say where the trees are. */
  trees: number[];
  /** So few rows are faster to be walked. */
  fewRows: number;
}

const leavesPerPlane = 8;
const mostLeaves = 32 * leavesPerPlane;
/** How many steps down a tree for one row take as long as an entry for 16 rows (measured). */
const stepsPerEntry = 0.27;

/** A tree's place in the tables. */
interface Place {
  leaves: number;
  split: number;
  leaf: number;
}

/** By class: the segments of its trees, with trees that are walked in one run if `isFew`. */
export function writeTrees(image: Image, tables: Tables, sumStumps: boolean, isFew: boolean): Segment[][] {
  const classes: Place[][] = Array.from({length: tables.classCount}, () => []);
  let split = 0;
  let leaf = 0;
  for (const [tree, leaves] of tables.leafCounts.entries()) {
    classes[tree % tables.classCount].push({leaves, split, leaf});
    split += leaves - 1;
    leaf += leaves;
  }
  return classes.map((places) => {
    const isStump = ({leaves}: Place) => sumStumps && leaves <= 2;
    const stumps = places.filter(isStump);
    const rest = places.filter((place) => !isStump(place));
    return [
      ...(stumps.length > 0 ? [writeStumps(image, stumps, tables)] : []),
      ...(isFew
        ? [writeNodes(image, rest, tables)]
        : runs(rest).map((run) => (run[0].leaves <= mostLeaves ? writePlanes : writeNodes)(image, run, tables)))
    ];
  });
}

/** Neighbouring trees that go the same way; cut also where one large tree would pad the values of many small ones. */
function runs(places: readonly Place[]): Place[][] {
  const all: Place[][] = [];
  let most = 0;
  let sum = 0;
  for (const place of places) {
    const run = all[all.length - 1];
    most = Math.max(most, place.leaves);
    sum += place.leaves;
    const fits = run && run[0].leaves <= mostLeaves === place.leaves <= mostLeaves;
    if (fits && most * (run.length + 1) <= 4 * sum + 4096) run.push(place);
    else {
      all.push([place]);
      most = sum = place.leaves;
    }
  }
  return all;
}

function writePlanes(image: Image, run: readonly Place[], {column, rank, leftLeaves, leafValue}: Tables): Segment {
  const shapes = run.map(({leaves, split}) => shapeOf(leftLeaves.subarray(split), leaves));
  const steps = shapes.reduce((sum, {depth}) => sum + depth, run.length);
  const stride = leavesPerPlane * shapes.reduce((most, {planes}) => Math.max(most, planes.length), 1);
  const values = new Float64Array(stride * run.length);
  const heads: number[] = [];
  const entries: number[] = [];
  for (const [i, {split, leaf}] of run.entries()) {
    const {froms, ends, planes} = shapes[i];
    heads.push(planes.length);
    // The kernel takes planes from the last to the first.
    for (let p = planes.length - 1; p >= 0; --p) {
      const [first, last] = planes[p];
      let count = 0;
      for (let s = 0; s < froms.length; ++s) {
        const low = Math.max(froms[s], first) - first;
        const high = Math.min(ends[s], last) - first;
        if (low >= high) continue;
        // A plane's last leaf has all the bits that are left.
        const bits = (1 << (high === last - first ? leavesPerPlane : high)) - (1 << low);
        entries.push(column[split + s] & 255, column[split + s] >> 8, (rank[split + s] - 128) & 255, bits);
        ++count;
      }
      heads.push(count);
      values.set(leafValue.subarray(leaf + first, leaf + last), stride * i + leavesPerPlane * p);
    }
  }
  const places = [Uint8Array.from(heads), Uint8Array.from(entries), values].map((array) => image.put(array));
  return {
    kernel: "score",
    trees: [...places, stride, run.length],
    fewRows: (stepsPerEntry * entries.length) / 4 / steps
  };
}

/** For each split the leaves on its left side as [from, end), the leaves' cut into planes, and their mean depth. */
function shapeOf(leftLeaves: Uint32Array, leaves: number) {
  const froms = new Uint16Array(leaves - 1);
  const ends = new Uint16Array(leaves - 1);
  let depth = 0;
  visitSplits(leftLeaves, leaves, (split, from, middle, to) => {
    froms[split] = from;
    ends[split] = middle;
    depth += (to - from) / leaves;
  });
  return {froms, ends, planes: cut(leaves, froms, ends), depth};
}

/** As few planes as possible, and among those the cut that goes through the fewest left sides: each costs an entry. */
function cut(leaves: number, froms: Uint16Array, ends: Uint16Array): [number, number][] {
  const cuts = new Uint16Array(leaves + 1);
  for (let s = 0; s < froms.length; ++s) for (let at = froms[s] + 1; at < ends[s]; ++at) ++cuts[at];
  // Up to each leaf: the cost of the best cut so far, and where its last plane begins.
  const costs = new Float64Array(leaves + 1).fill(Infinity, 1);
  const begins = new Uint16Array(leaves + 1);
  for (let to = 1; to <= leaves; ++to) {
    for (let from = Math.max(0, to - leavesPerPlane); from < to; ++from) {
      const cost = costs[from] + 1e6 + cuts[from];
      if (cost >= costs[to]) continue;
      costs[to] = cost;
      begins[to] = from;
    }
  }
  const planes: [number, number][] = [];
  for (let to = leaves; to > 0; to = begins[to]) planes.unshift([begins[to], to]);
  return planes;
}

/** The kernel's `Node`: a tree's nodes level by level, so that the two below a split are neighbours. */
function writeNodes(image: Image, run: readonly Place[], {column, rank, leftLeaves, leafValue}: Tables): Segment {
  const total = run.reduce((sum, {leaves}) => sum + 2 * leaves - 1, 0);
  const nodes = new Uint32Array(2 * total);
  const values = new Float64Array(total);
  const roots: number[] = [];
  let end = 0;
  for (const {leaves, split, leaf} of run) {
    // A split's right side comes behind its left side, which has one split less than leaves.
    const queue = [{split, leaf, leaves}];
    let at = end++;
    roots.push(at);
    for (const node of queue) {
      if (node.leaves === 1) {
        values[at] = leafValue[node.leaf];
        nodes.set([127 << 16, at], 2 * at);
      } else {
        const left = leftLeaves[node.split];
        nodes.set([column[node.split] | (((rank[node.split] - 128) & 255) << 16), end], 2 * at);
        queue.push(
          {split: node.split + 1, leaf: node.leaf, leaves: left},
          {split: node.split + left, leaf: node.leaf + left, leaves: node.leaves - left}
        );
        end += 2;
      }
      ++at;
    }
  }
  const places = [nodes, values, Uint32Array.from(roots)].map((array) => image.put(array));
  return {kernel: "walk", trees: [...places, run.length], fewRows: Infinity};
}

/** For each column the sum of all stumps on it, by the rank of a row. */
function writeStumps(image: Image, run: readonly Place[], {column, rank, leafValue}: Tables): Segment {
  const sums = new Map<number, Float64Array>();
  for (const {leaves, split, leaf} of run) {
    // A tree without a split adds the same to all ranks of any column.
    const on = leaves > 1 ? column[split] : (sums.keys().next().value ?? column[0] ?? 0);
    const most = leaves > 1 ? rank[split] : 255;
    const sum = sums.get(on) ?? new Float64Array(256);
    sums.set(on, sum);
    for (let r = 0; r < 256; ++r) sum[r ^ 128] += leafValue[r <= most ? leaf : leaf + 1];
  }
  const values = Float64Array.from([...sums.values()].flatMap((sum) => [...sum]));
  const columns = image.put(Uint32Array.from(sums.keys()));
  return {kernel: "lookup", trees: [columns, sums.size, image.put(values)], fewRows: Infinity};
}
