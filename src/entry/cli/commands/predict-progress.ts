import type { ReadingDeps } from "#predict/tables/read-table.ts";

/** Words about the work go to the terminal's error stream: the other one is for answers. */
export function say(words: string): void {
  console.error(words);
}

/** Tells what the columns were taken for, and now and then how many records were read. */
export function tellReading(path: string, isQuiet: boolean): ReadingDeps {
  let told = 0;
  return {
    onPlan: ({ plans, leftOut }, header) => {
      if (isQuiet) return;
      const names = (as: string) => header.filter((_, index) => plans[index]?.as === as);
      const lists = (["number", "date", "category"] as const).map((as) => `${names(as).length} ${as}`).join(", ");
      say(`${path}: inputs by kind: ${lists}.`);
      if (names("category").length > 0) say(`  categories: ${names("category").join(", ")}`);
      for (const { column, reason } of leftOut) say(`  left out: ${column} (${reason})`);
    },
    onProgress: (records) => {
      if (records - told < 100_000) return;
      told = records;
      say(`${path}: ${records.toLocaleString("en")} records`);
    },
  };
}
