import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Clock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Preferences, PreferencesInput } from "#messages/preferences/preferences.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import type { Statement, Store } from "#store/store.ts";

/** What a choice needs beside a store and a clock; it reaches the affinities as it does in the station. */
export function choosingDeps({ store, clock }: { readonly store: Store; readonly clock: Clock }): CustomerDeps {
  let step = 0;
  return {
    store,
    clock,
    secret: secretFrom(new Uint8Array(32).fill(7)),
    ids: idsFrom(clock, (count) => Uint8Array.from({ length: count }, () => (step += 7) % 256)),
    defaultCountry: "DE",
    projectors: [affinityProjector()],
    mergers: [],
  };
}

/** Saves a choice as her page does; only what is given is chosen. */
export async function choose(
  deps: CustomerDeps,
  customerCode: string,
  choice: Omit<PreferencesInput, "newsletters"> & {
    readonly newsletters?: ReadonlyArray<Omit<PreferencesInput["newsletters"][number], "channel">>;
  },
): Promise<Preferences> {
  const newsletters = (choice.newsletters ?? []).map((one) => ({ ...one, channel: "email" as const }));
  const saved = await savePreferences({
    deps,
    customerCode,
    choice: { ...choice, newsletters },
    source: "preferences-page",
    wording: "Yes.",
    proof: {},
  });
  if (!saved.ok) throw new Error(`The choice was refused: ${saved.error.code}`);
  return saved.value;
}

/** The same store, but that `act` runs before its `nth` operation (from 1): what others do meanwhile, or the end of a process. */
export function storeWith(store: Store, nth: number, act: () => Promise<void>): Store {
  let seen = 0;
  const step = async () => {
    seen += 1;
    if (seen === nth) await act();
  };
  return {
    ...store,
    read: async <T>(statement: Statement) => {
      await step();
      return store.read<T>(statement);
    },
    write: async <T>(statements: readonly Statement[]) => {
      await step();
      return store.write<T>(statements);
    },
  };
}
