/**
 * The known name that somebody most likely meant, or undefined where none is near.
 * Optimal string alignment distance (Damerau 1964: insert, delete, replace, swap neighbours), case ignored, at most a third
 * of the word and never more than two; the first of equally near names wins.
 */
export function closestName(word: string, names: Iterable<string>): string | undefined {
  const meant = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(2, Math.max(1, Math.floor(meant.length / 3))) + 1;
  for (const name of names) {
    if (Math.abs(name.length - meant.length) >= bestDistance) continue;
    const distance = alignmentDistance(meant, name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

function alignmentDistance(from: string, to: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const replaced = at(previous, column - 1) + (isSame ? 0 : 1);
      const swapped = isSwap ? at(older, column - 2) + 1 : Infinity;
      current.push(Math.min(at(previous, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    [older, previous] = [previous, current];
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
