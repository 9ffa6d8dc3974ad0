import type { Store } from "#store/store.ts";

export type ReferenceCodes = {
  readonly vocabulary: string;
  readonly label: string;
  readonly codes: Readonly<Record<string, string>>;
  /** Codes that records wait for, with how many. */
  readonly waiting: Readonly<Record<string, number>>;
};

/** A vocabulary with its codes and with what waits; undefined where nobody declared it and nothing waits for it. */
export async function findReferenceCodes(store: Store, vocabulary: string): Promise<ReferenceCodes | undefined> {
  const [head] = await store.read<{ label: string }>({
    sql: "select label from reference_vocabularies where name = ?",
    params: [vocabulary],
  });
  const codes = await store.read<{ code: string; meaning: string }>({
    sql: "select code, meaning from reference_codes where vocabulary = ? order by code limit 10000",
    params: [vocabulary],
  });
  const waiting = await store.read<{ code: string; n: number }>({
    sql: "select code, count(*) as n from quarantined_records where vocabulary = ? group by code order by code limit 1000",
    params: [vocabulary],
  });
  if (head === undefined && waiting.length === 0) return undefined;
  return {
    vocabulary,
    label: head?.label ?? "",
    codes: Object.fromEntries(codes.map(({ code, meaning }) => [code, meaning])),
    waiting: Object.fromEntries(waiting.map(({ code, n }) => [code, n])),
  };
}

export type VocabularyLine = {
  readonly vocabulary: string;
  readonly label: string;
  readonly codes: number;
  readonly waiting: number;
};

/** Every vocabulary that was declared or that something waits for. */
export async function listVocabularies(store: Store): Promise<readonly VocabularyLine[]> {
  return store.read<VocabularyLine>({
    sql: `with names (name) as (
        select name from reference_vocabularies union select distinct vocabulary from quarantined_records
      )
      select name as vocabulary,
        coalesce((select label from reference_vocabularies as declared where declared.name = names.name), '') as label,
        (select count(*) from reference_codes where vocabulary = name) as codes,
        (select count(*) from quarantined_records where vocabulary = name) as waiting
      from names order by 1 limit 500`,
    params: [],
  });
}
