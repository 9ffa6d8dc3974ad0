import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { ProfileStatement } from "#customers/facts/profile-statements.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import { recordFacts } from "#customers/record-facts.ts";
import { isLocalDate } from "#kernel/calendar.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { ProfileField } from "./own-settings.ts";

export type CorrectionFault = "name" | "date" | "country";

const MAX_NAME = 200;

/** Why a field can't be so; undefined where it can. Empty says nothing about it. */
function faultOf(field: ProfileField, value: string): CorrectionFault | undefined {
  if (value === "") return undefined;
  switch (field) {
    case "first_name":
    case "last_name":
      return Array.from(value).length <= MAX_NAME && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) ? undefined : "name";
    case "birth_on":
      return isLocalDate(value) && value >= "1880-01-01" ? undefined : "date";
    case "country":
      return /^[A-Za-z]{2}$/.test(value) ? undefined : "country";
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
      const fault = faultOf(field, value);
      return fault === undefined ? [] : [[field, fault] as const];
    }),
  );
  if (faults.size > 0) return err(faults);
  const stated = [...corrections].filter(([, value]) => value !== "");
  if (stated.length === 0) return ok(undefined);
  const profile = Object.assign({}, ...stated.map(([field, value]) => statedAs[field](value))) as ProfileStatement;
  await recordCorrection(deps, { customerId, profile, fields: stated.map(([field]) => field) });
  return ok(undefined);
}

export async function recordCorrection(
  deps: CustomerDeps,
  {
    customerId,
    profile,
    fields,
  }: { readonly customerId: number; readonly profile: ProfileStatement; readonly fields: readonly string[] },
): Promise<void> {
  await recordFacts(deps, {
    by: "id",
    facts: [
      {
        messageId: `${OWN_MESSAGE_PREFIX}${deps.ids.next("own")}`,
        customer: customerId,
        kind: "choice",
        name: "Profile Corrected",
        category: null,
        productCode: null,
        properties: { fields },
        at: deps.clock.now(),
        source: "customer",
        channel: "web",
        profile,
      },
    ],
  });
}
