import { parse } from "csv-parse/sync";
import type { JourneyDoor, JourneyImport } from "./journey-door.ts";

type Run = {
  readonly run: number;
  readonly state: string;
  readonly read: number;
  readonly created: number;
  readonly rejected: number;
};

export type TakenProducts = Run & {
  /** Rejected fields, with their reason and how many there are. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly first: unknown;
};

/** Pushes the products' feed and waits until it stands in the catalogue. */
export async function takeProducts(door: JourneyDoor, file: string): Promise<TakenProducts> {
  const { run } = await door.send<Run>("POST", "/v1/feeds/products/runs", file);
  for (;;) {
    const { rejects, state, read, created, rejected } = await door.get<
      Run & { readonly rejects: ReadonlyArray<{ readonly field: string; readonly reason: string }> }
    >(`/v1/feeds/products/runs/${run}`);
    if (state === "applying" || state === "reading") {
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    const reasons: Record<string, number> = {};
    for (const { field, reason } of rejects) {
      const words = `${field}: ${reason}`;
      reasons[words] = (reasons[words] ?? 0) + 1;
    }
    return { run, state, read, created, rejected, reasons, first: rejects[0] };
  }
}

export type ToldReject = { readonly line: number; readonly column: string; readonly reason: string };

/** What an import rejected, each with its place. */
export async function rejectsOf(door: JourneyDoor, { id }: JourneyImport): Promise<readonly ToldReject[]> {
  const text = await (await door.stream(`/v1/imports/${id}/rejects`)).text();
  const rows: ReadonlyArray<Readonly<Record<string, string>>> = parse(text, { columns: true, bom: true });
  return rows.map((row) => ({
    line: Number(row["import_line"]),
    column: row["import_column"] ?? "",
    reason: row["import_reason"] ?? "",
  }));
}

type Pick = {
  readonly code: string;
  readonly slot: string;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly score: number;
};

export type ToldPicks = {
  readonly customer: string;
  readonly picks: ReadonlyArray<Pick & { readonly title: string; readonly category: string }>;
};

/** What some customers would get now, and why. */
export async function picksOf(
  door: JourneyDoor,
  newsletter: string,
  customers: readonly string[],
): Promise<readonly ToldPicks[]> {
  const told: ToldPicks[] = [];
  for (const customer of customers) {
    const path = `/v1/newsletters/${newsletter}/preview?customer=${encodeURIComponent(customer)}`;
    const { picks } = await door.get<{ picks: readonly Pick[] }>(path);
    const named = [];
    for (const pick of picks) {
      const { category, copy } = await door.get<{ category: string; copy: ReadonlyArray<{ title: string }> }>(
        `/v1/product-sets/${pick.code}`,
      );
      named.push({ ...pick, category, title: copy[0]?.title ?? "" });
    }
    told.push({ customer, picks: named });
  }
  return told;
}
