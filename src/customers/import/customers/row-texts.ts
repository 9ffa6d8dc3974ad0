/** Where a row's text stands. Rows that were kept one after the other stand side by side. */
export type RowText = { readonly block: Buffer; readonly start: number; readonly end: number };

const BLOCK_BYTES = 262_144;
const COMMA = 44;

/**
 * JSON of rows, kept in bytes until it is written. Twenty values of each of some thousand rows would live just long enough for
 * the garbage collector to move them twice; and what stands side by side is a list already.
 */
export class RowTexts {
  #block = Buffer.alloc(0);
  #end = 0;

  keep(text: string): RowText {
    // No character takes more than three bytes for one unit of UTF-16.
    const most = text.length * 3 + 1;
    if (this.#end + most > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, most));
      this.#end = 0;
    }
    const start = this.#end;
    const end = start + this.#block.write(text, start, "utf8");
    this.#block[end] = COMMA;
    this.#end = end + 1;
    return { block: this.#block, start, end };
  }
}

export function textOf({ block, start, end }: RowText): string {
  return block.toString("utf8", start, end);
}

const OPEN = Buffer.from("[");
const CLOSE = Buffer.from("]");
const BETWEEN = Buffer.from(",");

/** A JSON array of rows, as bytes: they go to the database as they are, and no thread makes a string of them. */
export function listOf(texts: readonly RowText[]): Uint8Array {
  const parts: Uint8Array[] = [OPEN];
  let run: RowText | undefined;
  for (const text of texts) {
    if (run?.block === text.block && run.end + 1 === text.start) {
      run = { ...run, end: text.end };
      continue;
    }
    if (run !== undefined) parts.push(bytesOf(run), BETWEEN);
    run = text;
  }
  if (run !== undefined) parts.push(bytesOf(run));
  return Buffer.concat([...parts, CLOSE]);
}

function bytesOf({ block, start, end }: RowText): Uint8Array {
  return block.subarray(start, end);
}
