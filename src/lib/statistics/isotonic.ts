/**
 * The nearest curve that never falls, by weighted squares: the pool-adjacent-violators algorithm. Weights are positive.
 */
export function isotonicRegression(values: Float64Array, weights: Float64Array): Float64Array {
  const blocks: {mean: number; weight: number; length: number}[] = [];
  for (const [index, value] of values.entries()) {
    let block = {mean: value, weight: weights[index], length: 1};
    for (let last = blocks.at(-1); last !== undefined && last.mean >= block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      const mean = (last.weight * last.mean + block.weight * block.mean) / weight;
      block = {mean, weight, length: last.length + block.length};
    }
    blocks.push(block);
  }
  return Float64Array.from(blocks.flatMap(({mean, length}) => new Array<number>(length).fill(mean)));
}

/** The nearer of the nearest curve that never falls and the nearest that never rises, and how far away it is. */
export function nearestMonotone(
  values: Float64Array,
  weights: Float64Array
): {curve: Float64Array; squaredDistance: number} {
  const rising = isotonicRegression(values, weights);
  const falling = isotonicRegression(values.toReversed(), weights.toReversed()).reverse();
  const [nearest] = [rising, falling]
    .map((curve) => ({
      curve,
      squaredDistance: curve.reduce((sum, value, index) => sum + weights[index] * (value - values[index]) ** 2, 0)
    }))
    .sort((a, b) => a.squaredDistance - b.squaredDistance);
  return nearest;
}
