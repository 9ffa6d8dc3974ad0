import type { Store } from "#store/store.ts";
import type { Vocabularies } from "#customers/import/mapping/compile-field.ts";
import type { FieldSpec, Mapping } from "#customers/import/mapping/mapping.ts";

/** The reference codes of every vocabulary that a mapping names. One that nobody declared has no codes. By primary key. */
export async function findVocabularies(store: Store, mapping: Mapping): Promise<Vocabularies> {
  const specs: FieldSpec[] = [
    ...Object.values(mapping.fields),
    ...mapping.consents.flatMap(({ state, at, wording }) => [state, at, wording]),
  ];
  const names = new Set(
    specs.flatMap((spec) => (typeof spec === "object" && spec.codes !== undefined ? [spec.codes] : [])),
  );
  if (names.size === 0) return new Map();
  const rows = await store.read<{ vocabulary: string; code: string; meaning: string }>({
    sql: `select vocabulary, code, meaning from reference_codes
      where vocabulary in (select value from json_each(?))`,
    params: [JSON.stringify([...names])],
  });
  const found = new Map([...names].map((name) => [name, new Map<string, string>()]));
  for (const { vocabulary, code, meaning } of rows) found.get(vocabulary)?.set(code, meaning);
  return found;
}
