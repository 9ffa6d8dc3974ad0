import type { CustomerDeps } from "./customer-deps.ts";
import { unseal } from "./seal.ts";

export type ContactNoteView = {
  readonly at: number;
  readonly source: string;
  readonly disposition: string | null;
  readonly category: string | null;
  /** undefined where the stored value does not open: altered, or sealed under a key that is gone */
  readonly note: string | undefined;
};

/** A customer's notes, newest first, opened. By contact_notes_by_customer. */
export async function findContactNotes(
  deps: Pick<CustomerDeps, "store" | "secret">,
  customerId: number,
): Promise<readonly ContactNoteView[]> {
  const rows = await deps.store.read<{
    fact_key: string;
    at: number;
    source: string;
    disposition: string | null;
    category: string | null;
    note: ArrayBuffer | Uint8Array | number[];
  }>({
    sql: `select fact_key, at, source, disposition, category, note from contact_notes
      where customer_id = ? order by at desc, id desc limit 500`,
    params: [customerId],
  });
  return rows.map(({ fact_key: key, note, ...rest }) => ({
    ...rest,
    note: unseal(deps.secret, { table: "contact_notes", key, column: "note" }, bytesOf(note)),
  }));
}

/** A blob is an ArrayBuffer from libSQL and a list of numbers from D1. */
function bytesOf(blob: ArrayBuffer | Uint8Array | number[]): Uint8Array {
  return blob instanceof Uint8Array ? blob : new Uint8Array(blob);
}
