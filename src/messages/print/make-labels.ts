import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { addressBlock, parsePostalText } from "#channels/postal-address.ts";
import { layOutLabels } from "#channels/print/layout/lay-out-labels.ts";
import { type LabelFormat, labelPapers } from "#channels/print/layout/paper.ts";
import type { LayoutFault } from "#channels/print/layout/page.ts";
import type { Press } from "#channels/print/press/open-press.ts";
import type { Clock } from "#kernel/clock.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { addressHashOf, addressOf } from "#messages/address-of.ts";
import type { Store } from "#store/store.ts";
import type { PrintSettingsSource } from "./print-settings.ts";

export type LabelDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly printSettings: PrintSettingsSource;
  readonly press: () => Promise<Press>;
};

export type LabelInput = { readonly customers: readonly string[]; readonly sheet: LabelFormat };

const WORDS: Readonly<Record<LayoutFault["code"], string>> = {
  address_too_long: "Her address does not fit on a label.",
  too_long: "Her address does not fit on a label.",
  not_printable: "Her address has letters that can't be printed.",
};

/**
 * Sheets of address labels, in the order of the codes, each address once. Whoever may get no letter gets no label either: it is
 * told, as everything is that can't be printed, and then nothing is made.
 */
export async function makeLabels({
  deps,
  actor,
  input,
}: {
  readonly deps: LabelDeps;
  readonly actor: AuditActor;
  readonly input: LabelInput;
}): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  const codes = [...new Set(input.customers)];
  const found = await findAddresses(deps.store, codes);
  const missing = codes.filter((code) => !found.has(code));
  if (missing.length > 0) {
    return err(faultsOf(input, missing, "No postal address is known of her, or nothing may be sent to it."));
  }
  const { homeCountry } = await deps.printSettings();
  const blocks = codes.map((code) => {
    const address = parsePostalText(found.get(code) ?? "");
    return address === undefined ? [] : addressBlock(address, homeCountry);
  });
  const press = await deps.press();
  const laid = layOutLabels(blocks, { paper: labelPapers[input.sheet], book: press.book, title: "Address labels" });
  if (!laid.ok) {
    const faults = laid.error.map(({ index, fault }) => faultAt(input, codes[index] ?? "", WORDS[fault.code]));
    return err(problem("invalid_content", undefined, faults.slice(0, 100)));
  }
  await deps.store.write([
    auditStatement({
      at: deps.clock.now(),
      actor,
      action: "make-labels",
      subject: { kind: "labels", id: input.sheet },
      detail: { labels: codes.length },
    }),
  ]);
  return ok(await press.toPdf(laid.value));
}

/** By code. Merged codes lead to their survivor. */
async function findAddresses(store: Store, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await store.read<{ code: string; address: string }>(
    sql`select d.code, ${addressOf("'print'", "c")} as address from json_each(${JSON.stringify(codes)}) as item
      join customers d on d.code = item.value join customers c on c.id = coalesce(d.merged_into, d.id)
      where c.erased_at is null and address is not null and not exists (select 1 from suppressions x
        where x.address_hash = ${addressHashOf("'print'", "c")} and x.channel = 'print' and x.scope = '')`,
  );
  return new Map(rows.map(({ code, address }) => [code, address]));
}

function faultsOf(input: LabelInput, codes: readonly string[], message: string): Problem {
  const faults = codes.slice(0, 100).map((code) => faultAt(input, code, message));
  return problem("invalid_content", undefined, faults);
}

function faultAt({ customers }: LabelInput, code: string, message: string): Fault {
  return { pointer: `/customers/${customers.indexOf(code)}`, message };
}
