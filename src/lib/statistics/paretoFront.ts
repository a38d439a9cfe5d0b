/**
 * The points that no other beats: none is at once at most as costly and at least as good, and in one of the two
 * strictly ahead. Cheapest first, hence also worst first.
 * @param cost such as training time: lower is better
 */
export function paretoFront<T>(
  points: readonly T[],
  cost: (point: T) => number,
  value: (point: T) => number,
  direction: "higher" | "lower"
): T[] {
  const sign = direction === "lower" ? -1 : 1;
  const gain = (point: T) => sign * value(point);
  const front: T[] = [];
  for (const point of [...points].sort((a, b) => cost(a) - cost(b) || gain(b) - gain(a))) {
    const last = front.at(-1);
    const isTwin = last !== undefined && cost(last) === cost(point) && gain(last) === gain(point);
    if (last === undefined || isTwin || gain(point) > gain(last)) front.push(point);
  }
  return front;
}
