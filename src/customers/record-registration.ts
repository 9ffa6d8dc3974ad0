import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { isPastDate, PAST_DATE_REFUSED } from "./person-values.ts";
import { type FactOrigin, recordFact, type RecordedFact } from "./record-fact.ts";

export type NewRegistration = FactOrigin & {
  readonly registrationId: string;
  readonly productCode: string;
  readonly category?: string | null | undefined;
  readonly serial?: string | null | undefined;
  /** calendar date */
  readonly boughtOn?: string | null | undefined;
};

/** Records that a customer registered what she owns. */
export async function recordRegistration({
  deps,
  code,
  input,
}: {
  readonly deps: CustomerDeps;
  readonly code: string;
  readonly input: NewRegistration;
}): Promise<Result<RecordedFact, Problem>> {
  const { registrationId, productCode, category = null, serial = null, boughtOn = null, ...origin } = input;
  if (boughtOn !== null && !isPastDate(boughtOn, deps.clock.now())) {
    return err(problem("invalid_content", undefined, [{ pointer: "/boughtOn", message: PAST_DATE_REFUSED }]));
  }
  const source = origin.source ?? "registration";
  const factKey = `${source}:${registrationId}`;
  return recordFact(
    deps,
    { code, origin },
    {
      key: `registration:${factKey}`,
      name: "Product Registered",
      source,
      category,
      productCode,
      registration: { factKey, productCode, category, serial, boughtOn },
    },
  );
}
