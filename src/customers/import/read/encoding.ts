import { UnreadableFile, wholeFile } from "./file-fault.ts";

const marks: ReadonlyArray<readonly [encoding: string, bytes: readonly number[]]> = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** True for a name that the WHATWG Encoding Standard knows and this runtime can decode. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== "replacement";
  } catch {
    return false;
  }
}

/**
 * The encoding of a file by its first bytes and by what was declared. A byte order mark wins over silence and must not
 * contradict a declaration; without either the file is UTF-8, strictly. Nothing is guessed from the look of letters: a wrong
 * guess would be stored in silence.
 */
export function encodingOf(head: Uint8Array, declared: string | undefined): { encoding: string; markLength: number } {
  const mark = marks.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  const wanted = declared === undefined ? undefined : new TextDecoder(declared).encoding;
  if (mark !== undefined) {
    const [encoding, bytes] = mark;
    // "utf-16" without a side is utf-16le to the standard; the mark is the better witness.
    if (wanted !== undefined && wanted !== encoding && declared?.toLowerCase() !== "utf-16") {
      throw new UnreadableFile(
        wholeFile(`The file begins with the byte order mark of ${encoding}, but ${wanted} was declared.`),
      );
    }
    return { encoding, markLength: bytes.length };
  }
  if (wanted === undefined && looksLikeUtf16(head)) {
    throw new UnreadableFile(
      wholeFile(
        "Every second byte is zero: this looks like UTF-16 without a byte order mark. Declare utf-16le or utf-16be.",
      ),
    );
  }
  return { encoding: wanted ?? "utf-8", markLength: 0 };
}

function looksLikeUtf16(head: Uint8Array): boolean {
  const looked = Math.min(head.byteLength, 64) & ~1;
  if (looked < 8) return false;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < looked; index += 2) {
    if (head[index] === 0) even += 1;
    if (head[index + 1] === 0) odd += 1;
  }
  const most = Math.max(even, odd);
  return most * 4 >= looked && Math.min(even, odd) * 8 < most;
}
