import { heardAt } from "#customers/facts/heard-at.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { instantOf } from "#kernel/calendar.ts";
import { blame, type JsonObject, type Place } from "./read-values.ts";

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Epoch ms of an ISO 8601 instant or of a plain number of ms; undefined for anything else and for times before 1970. */
export function readInstant(value: unknown): number | undefined {
  const at = typeof value === "number" ? Math.trunc(value) : isoInstant(value);
  return at !== undefined && at >= 0 && at <= 8_640_000_000_000_000 ? at : undefined;
}

function isoInstant(value: unknown): number | undefined {
  if (typeof value !== "string" || !ISO_INSTANT.test(value)) return undefined;
  // A date-time without an offset would be read in the server's own zone: it is UTC here, on every machine.
  const hasOffset = value.length === 10 || /(?:Z|[+-]\d{2}:?\d{2})$/.test(value.slice(11));
  return instantOf(hasOffset ? value : `${value}Z`);
}

export type ItemTime = { readonly at: number; readonly isClamped: boolean };

/**
 * When something happened, by the server's clock. The sender's clock may be wrong, and `sentAt` shows by how much: the
 * distance between event and sending is trusted, the absolute time is not (Segment's rule). Less than a minute is the way
 * through the network. What still lies more than an hour ahead is set to the time of arrival.
 */
export function readTime(
  item: JsonObject,
  arrival: { readonly receivedAt: number; readonly sentAt: number | undefined },
  place: Place,
): ItemTime {
  const { receivedAt } = arrival;
  const field = item["originalTimestamp"] == null ? "timestamp" : "originalTimestamp";
  const stated = item[field];
  if (stated == null) return { at: receivedAt, isClamped: false };
  const claimed = readInstant(stated);
  if (claimed === undefined) {
    blame(place, `/${field}`, "This is no ISO 8601 instant after 1970.");
    return { at: receivedAt, isClamped: false };
  }
  const sentAt = readInstant(item["sentAt"]) ?? arrival.sentAt;
  const skew = sentAt === undefined ? 0 : receivedAt - sentAt;
  const at = Math.max(0, Math.abs(skew) < MINUTE_MS ? claimed : claimed + skew);
  const heard = heardAt(at, receivedAt);
  return { at: heard, isClamped: heard !== at };
}
