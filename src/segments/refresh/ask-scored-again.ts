import type { Query } from "#store/store.ts";

/** Has the segments that ask for scores walked through with the next turn, and not only within the hour. Segments are few. */
export function askScoredAgain(): Query {
  return {
    sql: "update segments set built_at = 0 where is_timed = 1 and built_at > 0 and instr(source, 'score(') > 0",
    params: [],
  };
}
