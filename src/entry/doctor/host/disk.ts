import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check, Machine } from "#entry/doctor/patient.ts";

const MIB = 2 ** 20;
/** Under this the write-ahead log of one busy hour may find no room. */
const LEAST_BYTES = 500 * MIB;
const SPARE_BYTES = 2_048 * MIB;

/** Whether there is room where the station writes. A copy or a rebuild of the database takes its size once more. */
export const disk: Check = async ({ settings, machine }) => {
  if (machine === undefined) return [notChecked("disk", "The runtime has no disk of its own.")];
  const { DATABASE_URL: url, JOURNAL_FOLDER, IMAGE_FOLDER } = settings;
  const file = url?.startsWith("file:") === true ? url.slice("file:".length) : undefined;
  const places = [
    ...(file === undefined ? [] : [{ name: "the database", path: file, needs: (await machine.sizeOf(file)) ?? 0 }]),
    ...(JOURNAL_FOLDER === undefined ? [] : [{ name: "the click journal", path: JOURNAL_FOLDER, needs: 0 }]),
    ...(IMAGE_FOLDER === undefined ? [] : [{ name: "pictures", path: IMAGE_FOLDER, needs: 0 }]),
  ];
  return Promise.all(places.map((place) => judge(machine, place)));
};

type Place = { readonly name: string; readonly path: string; readonly needs: number };

async function judge(machine: Machine, { name, path, needs }: Place): Promise<Finding> {
  const free = await machine.freeBytes(path);
  const says = `${Math.floor(free / MIB).toLocaleString("en")} MiB are free for ${name}.`;
  if (free < LEAST_BYTES) return wrong("disk", says, "Make room: a full disk ends the server.");
  if (free < Math.max(SPARE_BYTES, needs)) {
    return warning("disk", says, `Make room: at least as much as the database has (${Math.ceil(needs / MIB)} MiB).`);
  }
  return fine("disk", says);
}
