import { countCharacters } from "./rule-value.ts";

/**
 * One fault in a rule's source. `start` and `end` are offsets in UTF-16 units (end exclusive), ready for a text field;
 * `line` and `column` count from 1, columns in characters (code points), ready for a reader.
 */
export type RuleFault = {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

export type SourceSpan = { readonly start: number; readonly end: number };

/** Places a message in the source; a span beyond the source is drawn back to it. */
export function faultAt(source: string, span: SourceSpan, message: string): RuleFault {
  const start = Math.min(Math.max(span.start, 0), source.length);
  const end = Math.min(Math.max(span.end, start), source.length);
  const before = source.slice(0, start).split(/\r\n|\r|\n/);
  return { start, end, line: before.length, column: countCharacters(before.at(-1) ?? "") + 1, message };
}
