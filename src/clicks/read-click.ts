import { readSignals } from "#tracking/signals.ts";
import { type Verdict, verdictOf } from "#tracking/verdict.ts";
import type { ClickRecord } from "./click-record.ts";

/** What a request told, and the first verdict on it: the same for everybody with the same browser. */
export type ReadClick = {
  /** JSON of RequestSignals */
  readonly body: string;
  readonly verdict: Verdict;
  readonly version: number;
  readonly device: string;
  readonly rawAgent: string;
};

const MAX_KNOWN = 5_000;
/** How old a browser is, is told by the day. */
const DAY = 86_400_000;
let known = new Map<string, ReadClick>();

/** Readers share browsers: what one request told is kept for the next that is like it. */
export function readClick({ at, method, asn, headers }: ClickRecord): ReadClick {
  const likeness = JSON.stringify([method, asn, headers, Math.floor(at / DAY)]);
  const found = known.get(likeness);
  if (found !== undefined) return found;
  const { signals, rawAgent } = readSignals({
    method,
    header: (name) => headers[name],
    asn,
    at: Math.floor(at / DAY) * DAY,
  });
  const { verdict, version } = verdictOf(signals);
  const read = { body: JSON.stringify(signals), verdict, version, device: signals.device, rawAgent };
  if (known.size >= MAX_KNOWN) known = new Map();
  known.set(likeness, read);
  return read;
}
