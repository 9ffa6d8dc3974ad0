import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { factStatements } from "#customers/facts/fact-statements.ts";
import { originsOf } from "#customers/facts/origins.ts";
import type { ProfileStatement } from "#customers/facts/profile-statements.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import { isBirthDate, isCountry, isPersonName } from "#customers/person-values.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Query } from "#store/store.ts";
import type { ProfileField } from "./own-settings.ts";

export type CorrectionFault = "name" | "date" | "country";

/** Why a field can't be so; undefined where it can. Each of them may be empty: nobody has to have a name or a birthday here. */
function faultOf(field: ProfileField, value: string, now: number): CorrectionFault | undefined {
  if (value === "") return undefined;
  switch (field) {
    case "first_name":
    case "last_name":
      return isPersonName(value) ? undefined : "name";
    case "birth_on":
      return isBirthDate(value, now) ? undefined : "date";
    case "country":
      return isCountry(value.toUpperCase()) ? undefined : "country";
  }
}

export type Corrections = ReadonlyMap<ProfileField, string>;

const statedAs: Readonly<Record<ProfileField, (value: string) => ProfileStatement>> = {
  first_name: (firstName) => ({ firstName }),
  last_name: (lastName) => ({ lastName }),
  birth_on: (birthOn) => ({ birthOn }),
  country: (country) => ({ country: country.toUpperCase() }),
};

/**
 * What she puts right is a fact like any other, with herself as its source: it wins over everything that was said before, and
 * is weighed by its time against what is said later. The event names the fields and holds no value.
 */
export async function correctProfile(
  deps: CustomerDeps,
  customerId: number,
  corrections: Corrections,
): Promise<Result<undefined, ReadonlyMap<ProfileField, CorrectionFault>>> {
  const faults = new Map(
    [...corrections].flatMap(([field, value]) => {
      const fault = faultOf(field, value, deps.clock.now());
      return fault === undefined ? [] : [[field, fault] as const];
    }),
  );
  if (faults.size > 0) return err(faults);
  if (corrections.size === 0) return ok(undefined);
  const stated = [...corrections].filter(([, value]) => value !== "");
  const cleared = [...corrections].filter(([, value]) => value === "").map(([field]) => field);
  const profile = Object.assign({}, ...stated.map(([field, value]) => statedAs[field](value))) as ProfileStatement;
  await recordCorrection(deps, { customerId, profile, cleared, fields: [...corrections.keys()] });
  return ok(undefined);
}

type Correction = {
  readonly customerId: number;
  readonly profile: ProfileStatement;
  /** Columns that are to be empty. */
  readonly cleared?: readonly ProfileField[];
  readonly fields: readonly string[];
};

export async function recordCorrection(
  deps: CustomerDeps,
  { customerId, profile, cleared = [], fields }: Correction,
): Promise<void> {
  const at = deps.clock.now();
  const fact: Fact = {
    messageId: `${OWN_MESSAGE_PREFIX}${deps.ids.next("own")}`,
    customer: customerId,
    kind: "choice",
    name: "Profile Corrected",
    category: null,
    productCode: null,
    properties: { fields },
    at,
    source: SOURCE,
    channel: "web",
    isClaim: true,
    ...(Object.keys(profile).length === 0 ? {} : { profile }),
  };
  await deps.store.write([
    ...factStatements(deps, { by: "id", facts: [fact], receivedAt: at }),
    ...clearStatements({ customerId, cleared, at }),
  ]);
}

const SOURCE = "customer";

/** A statement that says nothing leaves a value as it is, so what she empties is taken away beside it, as her word of now. */
function clearStatements({
  customerId,
  cleared,
  at,
}: {
  readonly customerId: number;
  readonly cleared: readonly ProfileField[];
  readonly at: number;
}): Query[] {
  if (cleared.length === 0) return [];
  return [
    {
      sql: `update customers set ${cleared.map((column) => `${column} = null`).join(", ")},
          origins = json_patch(coalesce(origins, '{}'), ?), updated_at = max(updated_at, ?)
        where id = ? and erased_at is null and merged_into is null`,
      params: [originsOf(cleared, [SOURCE, at, 1]), at, customerId],
    },
  ];
}
