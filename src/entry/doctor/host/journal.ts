import { fine, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";

/** Where clicks are safe before they are answered. */
export const journal: Check = async ({ settings, machine }) => {
  if (machine === undefined) return [notChecked("journal", "Clicks are safe in a queue here.")];
  const { JOURNAL_FOLDER: folder, DATABASE_URL: url } = settings;
  if (folder === undefined) return [notChecked("journal", "JOURNAL_FOLDER can't be read.")];
  if (!(await machine.canWrite(folder))) {
    return [
      wrong("journal", "Nothing can be written into JOURNAL_FOLDER.", `Let the server's user write to ${folder}.`),
    ];
  }
  const file = url?.startsWith("file:") === true ? url.slice("file:".length) : undefined;
  return file === undefined || (await machine.isSameDisk(folder, file))
    ? [fine("journal", "Clicks can be written down.")]
    : [
        warning(
          "journal",
          "JOURNAL_FOLDER is on another disk than the database.",
          "Put it on the same: a click that outlives the database, or the other way round, is counted wrongly.",
        ),
      ];
};
