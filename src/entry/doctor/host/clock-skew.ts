import type { Skew } from "#entry/doctor/ask.ts";
import { fine, type Finding, notChecked, warning, wrong } from "#entry/doctor/finding.ts";
import type { Patient } from "#entry/doctor/patient.ts";
import { MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";

/** An HTTP date has whole seconds. */
const UNSEEN_MS = 3 * SECOND_MS;
/** Past this, signatures of webhooks and VAPID tokens are refused, here or there. */
const MOST_MS = 4 * MINUTE_MS;

/** How far this clock is from those of the providers, or of the database's server. */
export async function clockSkew(patient: Patient, skews: readonly Skew[]): Promise<readonly Finding[]> {
  const known = [...skews, ...(await databaseSkew(patient))];
  const sorted = known.toSorted((one, other) => Math.abs(one.ms) - Math.abs(other.ms));
  // The median of several: one provider with a wrong clock blames nobody here.
  const skew = sorted[Math.floor((sorted.length - 1) / 2)];
  if (skew === undefined) return [notChecked("clock", "There is no other computer to compare it with.")];
  const seconds = Math.round(Math.abs(skew.ms) / SECOND_MS);
  if (Math.abs(skew.ms) <= UNSEEN_MS) return [fine("clock", `The clock agrees with ${skew.whose}.`)];
  const says = `The clock is ${seconds} s ${skew.ms > 0 ? "behind" : "ahead of"} ${skew.whose}.`;
  const advice = "Let the system follow a time server (systemd-timesyncd, chrony).";
  return [Math.abs(skew.ms) > MOST_MS ? wrong("clock", says, advice) : warning("clock", says, advice)];
}

/** A server's clock; an embedded database has ours. */
async function databaseSkew({ database, settings, clock }: Patient): Promise<readonly Skew[]> {
  if (!("store" in database) || /^(file:|:memory:)/.test(settings.DATABASE_URL ?? "file:")) return [];
  const before = clock.now();
  const [row] = await database.store.read<{ at: number }>({ sql: "select unixepoch() as at", params: [] });
  const middle = (before + clock.now()) / 2;
  return row === undefined ? [] : [{ whose: "the database's server", ms: row.at * SECOND_MS + 500 - middle }];
}
