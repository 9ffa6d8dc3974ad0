import { openSealedFields } from "#entry/backup/sealed-fields.ts";
import { fine, notChecked, wrong } from "#entry/doctor/finding.ts";
import type { Check } from "#entry/doctor/patient.ts";
import { rootKeysOf, secretOf } from "#entry/roots/root-keys.ts";

/** Whether the key could be guessed, and whether it and those before it are the ones that the database was written with. */
export const rootKey: Check = async ({ settings, database }) => {
  const { ROOT_KEY: key, ROOT_KEYS_OLD = "", BACKUP_KEY } = settings;
  const making = `node -p "crypto.randomBytes(32).toString('base64url')"`;
  if (key === undefined) return [notChecked("root_key", "ROOT_KEY can't be read.", `Make one: ${making}`)];
  const bytes = Buffer.from(key, "base64url");
  // 32 random bytes hold about 30 different ones, and fewer than 20 less than once in 10^9.
  if (new Set(bytes).size < 20) {
    return [
      wrong("root_key", "ROOT_KEY is not random.", `Make one: ${making} (before anything is sent: links depend on it)`),
    ];
  }
  if (BACKUP_KEY === key) {
    return [wrong("root_key", "BACKUP_KEY is the same as ROOT_KEY.", `Make another, and keep it elsewhere: ${making}`)];
  }
  if (!("store" in database)) return [fine("root_key", "ROOT_KEY is long and random.")];
  const { store } = database;
  const reader = { rows: <Row>(sql: string) => store.read<Row>({ sql, params: [] }) };
  const { opened, closed } = await openSealedFields(reader, secretOf(rootKeysOf({ ROOT_KEY: key, ROOT_KEYS_OLD })));
  if (closed > 0) {
    const says = `ROOT_KEY opens ${opened} of ${opened + closed} sealed fields: it is not the one that wrote this database.`;
    const advice =
      "Set the ROOT_KEY that the database was written with; after a change the earlier ones are in ROOT_KEYS_OLD.";
    return [wrong("root_key", says, advice)];
  }
  return [
    fine(
      "root_key",
      opened === 0 ? "ROOT_KEY is long and random." : `ROOT_KEY opens the ${opened} sealed fields that were tried.`,
    ),
  ];
};
