import { personalTables } from "#customers/personal-data/personal-table.ts";

/** What follows from her facts: it goes with them. */
export const scoreData = personalTables("scores", [
  { table: "affinities", set: "interests", columns: ["category", "scaled"] },
]);
