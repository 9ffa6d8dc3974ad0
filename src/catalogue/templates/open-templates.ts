import type { Store } from "#store/store.ts";
import { prepareTemplate, type PreparedTemplate } from "#templates/merge-template.ts";
import { findNewestTemplateId, findTemplate } from "./find-template.ts";

export type OpenTemplates = {
  /** The newest published version. */
  newest(name: string): Promise<{ readonly id: number; readonly template: PreparedTemplate } | undefined>;
  /** The version that a message is pinned to. */
  byId(id: number): Promise<PreparedTemplate | undefined>;
};

/** Messages of a day are pinned to a handful of versions; parsing one costs milliseconds. */
const MAX_KEPT = 32;

/** Published templates, parsed once each. A version never changes, so what is kept is never stale. */
export function openTemplates(store: Store, policy?: Parameters<typeof prepareTemplate>[1]): OpenTemplates {
  const kept = new Map<number, PreparedTemplate>();
  const byId: OpenTemplates["byId"] = async (id) => {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const compiled = await findTemplate(store, id);
    if (compiled === undefined) return undefined;
    const template = prepareTemplate(compiled, policy);
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(id, template);
    return template;
  };
  return {
    byId,
    newest: async (name) => {
      const id = await findNewestTemplateId(store, name);
      const template = id === undefined ? undefined : await byId(id);
      return id === undefined || template === undefined ? undefined : { id, template };
    },
  };
}
