import { type FileForm, readBlocks } from "./read-blocks.ts";
import type { FileFault } from "./file-fault.ts";
import type { RawRecord } from "./record.ts";

export const CSV_FORM: FileForm = { kind: "csv", csv: { quote: '"', hasHeader: true, skipLines: 0 } };

/** Reads a whole file that comes in parts of `partBytes`. For tests. */
export async function readWhole(
  file: string | Uint8Array,
  form: FileForm = CSV_FORM,
  partBytes = 7,
): Promise<{ header: readonly string[] | undefined; records: RawRecord[]; fault?: FileFault; blankLines: number }> {
  const bytes = typeof file === "string" ? Buffer.from(file, "utf8") : file;
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.byteLength; at += partBytes) yield bytes.subarray(at, at + partBytes);
  }
  const read = readBlocks(parts(), form);
  const records: RawRecord[] = [];
  let fault: FileFault | undefined;
  for await (const block of read.blocks) {
    records.push(...block.records);
    fault = block.fault;
  }
  const found = { header: read.header(), records, blankLines: read.blankLines() };
  return fault === undefined ? found : { ...found, fault };
}
