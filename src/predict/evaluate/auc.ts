/**
 * Area under the ROC curve: the chance that a row with y = 1 scores above one with y = 0, ties counting one half (Mann and
 * Whitney 1947; Hanley and McNeil 1982). NaN where all rows are of one kind.
 */
export function auc(scores: Float64Array, y: Float64Array): number {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let [positives, ranks, from] = [0, 0, 0];
  while (from < order.length) {
    let to = from;
    let events = 0;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) {
      events += y[order[to] ?? 0] === 1 ? 1 : 0;
      to += 1;
    }
    // All rows of a tie have the mean of their ranks.
    ranks += events * ((from + 1 + to) / 2);
    positives += events;
    from = to;
  }
  const negatives = order.length - positives;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}
