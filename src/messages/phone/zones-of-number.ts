import { isZone } from "#kernel/calendar.ts";
import { PHONE_ZONES } from "./phone-zones.ts";

let table: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Read when the first text is due: most processes never ask. A beginning stands for all of its own as well: a number of the 850
 * whose next digits nobody has placed is in New York by the table, and may be in Chicago like others of the 850.
 */
function zonesByPrefix(): ReadonlyMap<string, readonly string[]> {
  return (table ??= readTable());
}

function readTable(): ReadonlyMap<string, readonly string[]> {
  const rows = PHONE_ZONES.trim()
    .split("\n")
    .flatMap((line) => {
      const [zones = "", ...prefixes] = line.split(" ");
      const known = zones.split("&").filter(isZone);
      return prefixes.map((prefix) => [prefix, known] as const);
    });
  const sets = new Map(rows.map(([prefix, zones]) => [prefix, new Set(zones)]));
  for (const [prefix, zones] of rows) {
    for (let length = 1; length < prefix.length; length += 1) {
      const above = sets.get(prefix.slice(0, length));
      zones.forEach((zone) => above?.add(zone));
    }
  }
  return new Map([...sets].map(([prefix, zones]) => [prefix, [...zones]]));
}

/** The longest beginning in the table has so many digits. */
const LONGEST = 10;

/**
 * Every time zone that an E.164 number may lie in, by its longest known beginning: one for most, several where a number can be
 * taken along or its place is not told, all of a country's where it has none (toll-free). None for a number outside the table.
 */
export function zonesOfNumber(number: string): readonly string[] {
  const digits = number.replace(/^\+/, "");
  for (let length = Math.min(LONGEST, digits.length); length > 0; length -= 1) {
    const zones = zonesByPrefix().get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return [];
}

/** More zones than this say that the number's beginning is no place at all. */
const MOST_OF_A_PLACE = 8;

/**
 * The zones in which it must not be night for a text or a call to a number: all that the number may lie in, and the one that she lives in.
 * A number that says nothing of its place is hers where that is among its country's; otherwise it may be anywhere.
 */
export function zonesToHeed(number: string, ownZone: string): readonly string[] {
  const zones = zonesOfNumber(number);
  if (zones.length > MOST_OF_A_PLACE && zones.includes(ownZone)) return [ownZone];
  return zones.length === 0 || zones.includes(ownZone) ? orOwn(zones, ownZone) : [...zones, ...ownOf(ownZone)];
}

function orOwn(zones: readonly string[], ownZone: string): readonly string[] {
  return zones.length === 0 ? [ownZone] : zones;
}

/** UTC is what a customer has whose zone nobody told. */
function ownOf(zone: string): readonly string[] {
  return zone === "UTC" ? [] : [zone];
}
