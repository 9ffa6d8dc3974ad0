import { sql, type SQL } from "drizzle-orm";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import type { Store } from "#store/store.ts";
import { compileTriggerRules, type LiveTrigger, type TriggerRules } from "./compile-trigger.ts";
import type { Trigger, TriggerInput, TriggerState } from "./trigger.ts";

type TriggerRow = {
  readonly id: number;
  readonly code: string;
  readonly newsletterId: number;
  readonly definition: string;
  readonly state: TriggerState;
  readonly liveSince: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
};

const triggerColumns = sql.raw(`t.id, t.code, t.newsletter_id as newsletterId, t.definition, t.state,
  t.live_since as liveSince, t.created_at as createdAt, t.updated_at as updatedAt`);

/** By the unique index on code. */
export async function findTrigger(store: Store, code: string): Promise<Trigger | undefined> {
  const [trigger] = await readTriggers(store, sql`where t.code = ${code}`);
  return trigger;
}

export async function readTriggers(store: Store, which: SQL): Promise<readonly Trigger[]> {
  const rows = await store.read<TriggerRow>(sql`select ${triggerColumns} from triggers t ${which}`);
  return rows.map(({ code, definition, ...row }) => ({
    ...row,
    input: { ...(JSON.parse(definition) as Omit<TriggerInput, "code">), code },
  }));
}

export type TriggerSource = () => Promise<readonly LiveTrigger[]>;

/**
 * The live triggers, compiled. What was compiled is kept while the trigger and the vendor's attributes stay what they are. One
 * whose condition the vocabulary no longer understands lets nobody in, and its name is told.
 */
export function triggerSource(
  store: Store,
  log: (event: string, detail: Readonly<Record<string, string | number>>) => void,
): TriggerSource {
  const kept = new Map<number, { readonly key: string; readonly rules: TriggerRules }>();
  return async () => {
    const triggers = await readTriggers(store, sql`where t.state = 'live' order by t.id`);
    if (triggers.length === 0) return [];
    const { customer, segments } = await loadVocabulary(store);
    const vocabularyKey = JSON.stringify([customer, [...(segments?.keys() ?? [])]]);
    return triggers.flatMap((trigger) => {
      const key = `${trigger.updatedAt} ${vocabularyKey}`;
      const known = kept.get(trigger.id);
      if (known?.key === key) return [{ trigger, rules: known.rules, fields: customer }];
      const compiled = compileTriggerRules(trigger.input, { customer, segments });
      if (!compiled.ok) {
        log("trigger_not_understood", { trigger: trigger.input.code });
        return [];
      }
      kept.set(trigger.id, { key, rules: compiled.value });
      return [{ trigger, rules: compiled.value, fields: customer }];
    });
  };
}
