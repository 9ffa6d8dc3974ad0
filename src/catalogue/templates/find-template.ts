import { sql } from "drizzle-orm";
import { isoOf } from "#kernel/calendar.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { CompiledTemplate } from "#templates/compiled-template.ts";
import type { TemplateSource } from "#templates/template-source.ts";
import type { TemplateVersionView } from "./template-body.ts";

/** The id of the newest version: from the index on name and version alone. */
export async function findNewestTemplateId(store: Store, name: string): Promise<number | undefined> {
  const [row] = await store.read<{ id: number }>(newestQuery(name));
  return row?.id;
}

export function newestQuery(name: string) {
  return sql`select id from template_versions where name = ${name} order by version desc limit 1`;
}

/** A version by primary key; it never changes. */
export async function findTemplate(store: Store, id: number): Promise<CompiledTemplate | undefined> {
  const [row] = await store.read<{ compiled: string }>(sql`select compiled from template_versions where id = ${id}`);
  return row === undefined ? undefined : (JSON.parse(row.compiled) as CompiledTemplate);
}

/** What the author wrote, of the newest version. */
export async function findTemplateSource(store: Store, name: string): Promise<TemplateSource | undefined> {
  const [row] = await store.read<{ source: string }>(
    sql`select source from template_versions where name = ${name} order by version desc limit 1`,
  );
  return row === undefined ? undefined : (JSON.parse(row.source) as TemplateSource);
}

export type VersionFilter = {
  readonly name: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

type VersionRow = { id: number; name: string; version: number; published_at: number };

/** Versions of one template, newest first. By the index on name and version. */
export async function listTemplateVersions(
  store: Store,
  { name, cursor, limit }: VersionFilter,
): Promise<Page<TemplateVersionView>> {
  const before = cursor === undefined ? undefined : Number(decodeCursor(cursor)?.[0] ?? Number.NaN);
  const rows = await store.read<VersionRow>(sql`select id, name, version, published_at from template_versions
    where name = ${name} and version < ${Number.isSafeInteger(before) ? before : Number.MAX_SAFE_INTEGER}
    order by version desc limit ${limit + 1}`);
  return pageOf(rows.map(viewOf), limit, (row) => [row.version]);
}

/** The newest version of each template; a vendor has few. */
export async function listTemplates(store: Store): Promise<readonly TemplateVersionView[]> {
  const rows = await store.read<VersionRow>(sql`select id, name, max(version) as version, published_at
    from template_versions group by name order by name`);
  return rows.map(viewOf);
}

function viewOf({ id, name, version, published_at }: VersionRow): TemplateVersionView {
  return { id, name, version, publishedAt: isoOf(published_at) };
}
