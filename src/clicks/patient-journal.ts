import type { Timer } from "#kernel/clock.ts";
import type { ClickJournal } from "./click-record.ts";
import { within } from "./patience.ts";

/** Longer than this a reader does not wait for a journal that is far away: her page matters more than our count. */
const PATIENCE_MS = 250;

/** A journal that may be slow (a queue over the network), made one that is not: what is late is still written, but not waited for. */
export function patientJournal(journal: ClickJournal, timer: Timer, onSlow: () => void): ClickJournal {
  return {
    append: async (record) => {
      const written = journal.append(record).then(() => "written" as const);
      if ((await within(timer, PATIENCE_MS, { work: written, late: "slow" })) === "slow") onSlow();
    },
  };
}
