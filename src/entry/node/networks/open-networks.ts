import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import { type AsnResponse, Reader } from "mmdb-lib";

export type Networks = {
  /** Number of the autonomous system that announces the address; undefined where the file knows none, or it is no address. */
  readonly numberOf: (address: string) => number | undefined;
  /** Reads the file again where it was replaced since. A file that can't be read leaves the former one in use. */
  readonly refresh: () => "same" | "renewed" | "unreadable";
};

/** MaxMind's and DB-IP's files name a number, IPinfo's the word before it as well: `AS8075`. */
type Entry = AsnResponse & { readonly asn?: unknown };

/** An operator's own list of networks is some 10 MB; more than this is another kind of file. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * What the edge is told with each request, on a server of one's own: a file in MaxMind's DB format with autonomous system
 * numbers (GeoLite2 ASN, DB-IP ASN Lite and others share the field's name). Throws where the file is missing or another kind.
 */
export function openNetworks(file: string): Networks {
  let readAt = writtenAt(file);
  let reader = load(file);
  return {
    numberOf: (address) => numberIn(reader, address),
    refresh: () => {
      try {
        const at = writtenAt(file);
        if (at === readAt) return "same";
        // A file that is half written is not looked at again before it changes.
        readAt = at;
        reader = load(file);
        return "renewed";
      } catch {
        return "unreadable";
      }
    },
  };
}

function writtenAt(file: string): number {
  const { mtimeMs, size } = statSync(file);
  if (size > MOST_BYTES) throw new Error(`${file} is larger than a list of networks.`);
  return mtimeMs;
}

function load(file: string): Reader<Entry> {
  const reader = new Reader<Entry>(readFileSync(file));
  if (!/asn/i.test(reader.metadata.databaseType)) {
    throw new Error(`${file} has no autonomous system numbers: it is a ${reader.metadata.databaseType} database.`);
  }
  return reader;
}

function numberIn(reader: Reader<Entry>, given: string): number | undefined {
  // A socket that listens for both families shows IPv4 so.
  const address = given.replace(/^::ffff:(?=\d+\.)/i, "");
  // Behind proxies it is what a header said.
  const family = isIP(address);
  if (family === 0 || (family === 6 && reader.metadata.ipVersion === 4)) return undefined;
  const entry = reader.get(address);
  if (entry === null) return undefined;
  return entry.autonomous_system_number ?? numberOfWord(entry.asn);
}

function numberOfWord(word: unknown): number | undefined {
  const digits = typeof word === "string" ? /^AS(\d{1,10})$/.exec(word)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}
