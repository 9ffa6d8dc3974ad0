import { z } from "zod";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { type PersonalSet, personalSets } from "#customers/personal-data/personal-data.ts";
import type { Clock } from "#kernel/clock.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";

/** Hers by their nature: what she said, chose, was sent and keeps. No vendor withholds it. */
const hers: readonly PersonalSet[] = [
  "profile",
  "attributes",
  "consents",
  "preferences",
  "messages",
  "saved",
  "notes",
  "site",
];

const releasable = personalSets.filter((set) => !hers.includes(set));
export const profileFields = ["first_name", "last_name", "birth_on", "country"] as const;
export type ProfileField = (typeof profileFields)[number];

export const ownSettingsBody = z
  .strictObject({
    released: z
      .array(z.enum(releasable as [PersonalSet, ...PersonalSet[]]))
      .describe(
        "Sets of data that customers see on their own page and in their own copy, beside what is theirs anyway. Of declared attributes each says for itself who may see it.",
      ),
    correctable: z
      .array(z.enum(profileFields))
      .describe("Fields of the profile that customers may put right themselves."),
  })
  .describe("What customers see and correct on their own page.");

export type OwnSettings = z.output<typeof ownSettingsBody>;

const usual: OwnSettings = {
  released: [
    "names",
    "demographics",
    "purchases",
    "registrations",
    "accounts",
    "surveys",
    "events",
    "interests",
    "clicks",
  ],
  correctable: [...profileFields],
};

/** By primary key. */
export async function findOwnSettings(reads: Pick<Store, "read">): Promise<OwnSettings> {
  const [row] = await reads.read<{ value: string }>({
    sql: "select value from settings where key = 'own-site'",
    params: [],
  });
  return row === undefined ? usual : (JSON.parse(row.value) as OwnSettings);
}

/** The sets that she sees. */
export function shownSets({ released }: OwnSettings): ReadonlySet<PersonalSet> {
  return new Set([...hers, ...released]);
}

export async function putOwnSettings({
  deps,
  actor,
  input,
}: {
  readonly deps: { readonly store: Store; readonly clock: Clock };
  readonly actor: AuditActor;
  readonly input: OwnSettings;
}): Promise<Result<undefined, never>> {
  const at = deps.clock.now();
  await deps.store.write([
    {
      sql: `insert into settings (key, value, updated_at) values ('own-site', ?, ?)
        on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
      params: [JSON.stringify(input), at],
    },
    auditStatement({ at, actor, action: "put-own-site", subject: { kind: "setting", id: "own-site" }, detail: input }),
  ]);
  return ok(undefined);
}
