/**
 * Affinities are kept as mass at one fixed instant: 2^((at − epoch) / half-life) times the weight. In that form a signal is
 * one addition in any order, so it is an upsert in SQL on every database. The number stays finite for a thousand half-lives,
 * which is 80 years of 30 days.
 */
export const AFFINITY_EPOCH_MS = 1_577_836_800_000; // 2020-01-01T00:00:00Z
