/** What a file may not go beyond, so that a broken or hostile one costs little. Lengths are UTF-16 code units. */
export const READ_LIMITS = {
  /** Longest record: an open quotation mark would otherwise swallow the rest of the file. */
  recordLength: 1_048_576,
  headerLength: 65_536,
  columns: 1_000,
  jsonDepth: 32,
  /** DEFLATE reaches 1,032 : 1; tables of real rows stay under 40 : 1. */
  unpackRatio: 200,
  /** The ratio is looked at from this many unpacked bytes on. */
  unpackFreeBytes: 16 * 1_048_576,
  /** However slowly it grows: nobody's table of rows is larger, and a file of its own can always be sent in parts. */
  unpackBytes: 64 * 1_073_741_824,
} as const;
