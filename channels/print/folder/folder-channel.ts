import type { Channel, PrintContent, SendOutcome } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import { parsePostalText, type PostalAddress } from "#channels/postal-address.ts";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";

/** A letter as it lies in the folder, with its line of the day's list. */
export type FiledLetter = {
  /** UTC date for which it was made: the same at each try. */
  readonly day: string;
  readonly key: string;
  readonly pdf: Uint8Array;
  readonly format: PrintContent["format"];
  readonly sheets: number;
  readonly address: PostalAddress;
};

/** Where letters are put for somebody who prints them. */
export type LetterFolder = {
  /**
   * Files a letter whole or not at all, and once for each key. `onFiling` is called before anybody could see it: what fails
   * earlier was surely not filed.
   */
  file(letter: FiledLetter, onFiling: () => void): Promise<void>;
};

const PRINT_FOLDER = "print-folder";

/** A folder that a house printer or a dealer empties. A key is known as long as its day's list is there. */
export function folderChannel(folder: LetterFolder): Channel<PrintContent> {
  const verbs = inFlight<PrintContent>(async ({ key, to, date, content }, { signal, isClosed }) => {
    const address = parsePostalText(to);
    if (address === undefined) return { kind: "rejected", reason: "postal_address", suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "channel_closed" : "timeout" };
    const { pdf, format, sheets } = content;
    const day = dateOfEpochDay(Math.floor(date / DAY_MS));
    return fileOnce(folder, { day, key, pdf, format, sheets, address }, signal);
  });
  return {
    name: PRINT_FOLDER,
    kind: "print",
    limits: { concurrency: 4, timeoutMs: MINUTE_MS, idempotencyWindowMs: 7 * DAY_MS },
    ...verbs,
  };
}

async function fileOnce(folder: LetterFolder, letter: FiledLetter, signal: AbortSignal): Promise<SendOutcome> {
  let isFiling = false;
  const onFiling = () => {
    isFiling = true;
  };
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("timeout")), { once: true });
  });
  try {
    await Promise.race([folder.file(letter, onFiling), givenUp]);
    return { kind: "accepted", providerId: letter.key };
  } catch {
    return isFiling ? { kind: "unknown", reason: "filing" } : { kind: "deferred", reason: "folder_unwritable" };
  }
}
