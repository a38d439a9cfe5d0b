import type {Image} from "./image.js";
import {visitSplits} from "./model.js";
import type {Tables} from "./tables.js";

/** A run of trees that are scored in the same way. */
export type Segment =
  /** As bit vectors: up to 256 leaves. */
  | {kind: "planes"; trees: number; heads: number; entries: number; values: number; stride: number}
  /** From node to node: trees with more leaves. */
  | {kind: "nodes"; trees: number; nodes: number; values: number; roots: number}
  /** One table for all stumps on a column. */
  | {kind: "tables"; columns: number; count: number; values: number};

const leavesPerPlane = 8;
const mostLeaves = 32 * leavesPerPlane;

/** A tree's place in the tables. */
interface Place {
  leaves: number;
  split: number;
  leaf: number;
}

export function writeTrees(image: Image, tables: Tables, sumStumps: boolean): Segment[][] {
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
      ...runs(rest).map((run) => (run[0].leaves <= mostLeaves ? writePlanes : writeNodes)(image, run, tables))
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
  const stride = leavesPerPlane * shapes.reduce((most, {planes}) => Math.max(most, planes.length), 1);
  const values = new Float64Array(stride * run.length);
  const heads: number[] = [];
  const entries: number[] = [];
  for (const [i, {split, leaf}] of run.entries()) {
    const {sides, planes} = shapes[i];
    heads.push(planes.length);
    // The kernel takes planes from the last to the first.
    for (let p = planes.length - 1; p >= 0; --p) {
      const [first, last] = planes[p];
      let count = 0;
      for (const [s, [from, to]] of sides.entries()) {
        const low = Math.max(from, first) - first;
        const high = Math.min(to, last) - first;
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
  return {
    kind: "planes",
    trees: run.length,
    heads: image.put(Uint8Array.from(heads)),
    entries: image.put(Uint8Array.from(entries)),
    values: image.put(values),
    stride
  };
}

/** For each split the leaves on its left side as [from, to), and the leaves' cut into planes. */
function shapeOf(leftLeaves: Uint32Array, leaves: number) {
  const sides: [number, number][] = [];
  visitSplits(leftLeaves, leaves, (_, from, middle) => sides.push([from, middle]));
  return {sides, planes: cut(leaves, sides)};
}

/** As few planes as possible, and among those the cut that goes through the fewest left sides: each costs an entry. */
function cut(leaves: number, sides: readonly (readonly [number, number])[]): [number, number][] {
  const cost = new Uint32Array(leaves + 1);
  for (const [from, to] of sides) for (let at = from + 1; at < to; ++at) ++cost[at];
  const best = [{cost: 0, from: 0}];
  for (let to = 1; to <= leaves; ++to) {
    best[to] = {cost: Infinity, from: 0};
    for (let from = Math.max(0, to - leavesPerPlane); from < to; ++from) {
      const total = best[from].cost + 1e6 + cost[from];
      if (total < best[to].cost) best[to] = {cost: total, from};
    }
  }
  const planes: [number, number][] = [];
  for (let to = leaves; to > 0; to = best[to].from) planes.unshift([best[to].from, to]);
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
  return {
    kind: "nodes",
    trees: run.length,
    nodes: image.put(nodes),
    values: image.put(values),
    roots: image.put(Uint32Array.from(roots))
  };
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
  return {
    kind: "tables",
    columns: image.put(Uint32Array.from(sums.keys())),
    count: sums.size,
    values: image.put(Float64Array.from([...sums.values()].flatMap((sum) => [...sum])))
  };
}
