import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Statement, Store } from "#store/store.ts";

type Put<Settings> = {
  readonly deps: { readonly store: Store; readonly clock: Clock };
  readonly actor: AuditActor;
  readonly input: Settings;
};

export type ChannelSetting<Settings> = {
  /** As it was put; undefined where it never was. By primary key. */
  readonly find: (store: Pick<Store, "read">) => Promise<Settings | undefined>;
  /** With its audit row. Takes effect with the messages that are prepared from a second later on. */
  readonly put: (what: Put<Settings>) => Promise<Result<undefined, never>>;
  /** What is in force, asked anew once a second. */
  readonly source: (deps: { readonly store: Store; readonly clock: Clock }) => () => Promise<Settings>;
};

type Definition<Settings> = {
  readonly key: "sms" | "voice" | "print";
  readonly read: (value: unknown) => Settings;
  /** Where nothing was put. */
  readonly unset: Settings;
  /** Belongs into the batch of a change. */
  readonly beside?: readonly Statement[];
};

const KEPT_MS = SECOND_MS;

/** How messages of one channel go out: one JSON document of the vendor's settings. */
export function channelSetting<Settings extends Readonly<Record<string, unknown>>>({
  key,
  read,
  unset,
  beside = [],
}: Definition<Settings>): ChannelSetting<Settings> {
  const find = async (store: Pick<Store, "read">) => {
    const [row] = await store.read<{ value: string }>({
      sql: "select value from settings where key = ?",
      params: [key],
    });
    return row === undefined ? undefined : read(JSON.parse(row.value));
  };
  return {
    find,
    put: async ({ deps, actor, input }) => {
      const at = deps.clock.now();
      await deps.store.write([
        {
          sql: `insert into settings (key, value, updated_at) values (?, ?, ?)
            on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
          params: [key, JSON.stringify(input), at],
        },
        ...beside,
        auditStatement({ at, actor, action: `put-${key}`, subject: { kind: "setting", id: key }, detail: input }),
      ]);
      return ok(undefined);
    },
    source: ({ store, clock }) => {
      let known: { readonly settings: Settings; readonly at: number } | undefined;
      return async () => {
        const now = clock.now();
        if (known !== undefined && now - known.at >= 0 && now - known.at < KEPT_MS) return known.settings;
        known = { settings: (await find(store)) ?? unset, at: now };
        return known.settings;
      };
    },
  };
}
