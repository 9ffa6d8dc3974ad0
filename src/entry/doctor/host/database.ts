import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Check, Patient } from "#entry/doctor/patient.ts";
import type { Store } from "#store/store.ts";

const CHECK = "database";
/** A log that nobody brings into the file slows every reader. */
const LONG_LOG_BYTES = 1_073_741_824;

/** Whether the database is there, free or in the right hands, whole, and of this version. */
export const database: Check = async (patient) => {
  const { database: opened, settings } = patient;
  if ("absent" in opened) return [warning(CHECK, "There is no database yet.", "npm start makes it.")];
  if ("refused" in opened) {
    return [
      wrong(CHECK, `The database can't be opened: ${opened.refused}.`, "Correct DATABASE_URL and DATABASE_AUTH_TOKEN."),
    ];
  }
  const file =
    settings.DATABASE_URL?.startsWith("file:") === true ? settings.DATABASE_URL.slice("file:".length) : undefined;
  return [
    ...(await schemaFindings(opened.store, patient.migrations)),
    ...(file === undefined || patient.machine === undefined ? [] : await fileFindings(patient, opened.store, file)),
  ];
};

type Reader = Pick<Store, "read">;

async function schemaFindings(store: Reader, known: readonly string[] | undefined): Promise<readonly Finding[]> {
  const tables = await store.read({
    sql: "select name from sqlite_schema where name = 'schema_migrations'",
    params: [],
  });
  if (tables.length === 0) return [warning(CHECK, "The database is empty.", "npm start makes its tables.")];
  if (known === undefined) return [fine(CHECK, "The database answers.")];
  const rows = await store.read<{ name: string }>({ sql: "select name from schema_migrations", params: [] });
  const done = new Set(rows.map(({ name }) => name));
  const newer = [...done].filter((name) => !known.includes(name));
  const waiting = known.filter((name) => !done.has(name));
  if (newer.length > 0) {
    const says = `The database was written by another version (${newer.join(", ")}).`;
    return [wrong(CHECK, says, "Run the version that wrote it, or restore a backup of this one.")];
  }
  return waiting.length > 0
    ? [
        warning(
          CHECK,
          `${waiting.length} changes of the schema are to be made.`,
          "npm start makes them; take a backup first.",
        ),
      ]
    : [fine(CHECK, "The database answers, and its schema is of this version.")];
}

async function fileFindings({ machine, isServing }: Patient, store: Reader, file: string): Promise<readonly Finding[]> {
  const holder = isServing ? undefined : await machine?.holderOf(file);
  const [mode] = await store.read<{ journal_mode: string }>({ sql: "pragma journal_mode", params: [] });
  const log = (await machine?.sizeOf(`${file}-wal`)) ?? 0;
  return [
    ...(isServing
      ? []
      : [
          fine(
            CHECK,
            holder === undefined ? "Nobody has the database open." : `The database is in the hands of ${holder}.`,
          ),
        ]),
    mode?.journal_mode === "wal"
      ? fine(CHECK, "It keeps a write-ahead log.")
      : wrong(
          CHECK,
          `It keeps no write-ahead log (${mode?.journal_mode ?? "unknown"}).`,
          "npm start turns it on; a network disk can't have one.",
        ),
    ...(log > LONG_LOG_BYTES
      ? [
          warning(
            CHECK,
            "The write-ahead log is longer than 1 GiB.",
            "Look for a reader that never ends, and start the server anew.",
          ),
        ]
      : []),
    isServing
      ? notChecked(CHECK, "Its pages are looked through by jumpstation doctor on the command line.")
      : await pages(store),
  ];
}

async function pages(store: Reader): Promise<Finding> {
  const rows = await store.read<{ quick_check: string }>({ sql: "pragma quick_check(3)", params: [] });
  const faults = rows.map((row) => row.quick_check).filter((word) => word !== "ok");
  return faults.length === 0
    ? fine(CHECK, "Its pages are whole.")
    : wrong(CHECK, "Its pages are damaged.", "Stop the server and restore a backup (docs/backup.md).");
}
