/**
 * The known name that was probably meant: the one with the fewest edits, if they are at most a third of its length,
 * letter case aside. Undefined where nothing is near.
 */
export function nearestName(name: string, knownNames: Iterable<string>): string | undefined {
  const wanted = name.trim().toLowerCase();
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const knownName of knownNames) {
    const known = knownName.toLowerCase();
    const allowed = Math.max(1, Math.floor(known.length / 3));
    if (Math.abs(known.length - wanted.length) > allowed) continue;
    const edits = editDistance(wanted, known);
    if (edits <= allowed && edits < fewest) {
      nearest = knownName;
      fewest = edits;
    }
  }
  return nearest;
}

/** Characters to insert, delete or replace, or neighbours to swap (the optimal string alignment distance). */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({length: to.length + 1}, (_, column) => column);
  for (let row = 1; row <= from.length; ++row) {
    const current = [row];
    for (let column = 1; column <= to.length; ++column) {
      const replaced = previous[column - 1] + (from[row - 1] === to[column - 1] ? 0 : 1);
      current[column] = Math.min(replaced, previous[column] + 1, current[column - 1] + 1);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        current[column] = Math.min(current[column], beforePrevious[column - 2] + 1);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length];
}
