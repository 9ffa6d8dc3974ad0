import type { Row, Statement } from "#store/store.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { activityStatements } from "./activity-statements.ts";
import { consentStatements } from "./consent-statements.ts";
import { demographicStatements } from "./demographic-statements.ts";
import { CHANGED_ROWS, eventStatement } from "./event-statements.ts";
import type { NewFacts } from "./fact.ts";
import { forgetClicksOfWithdrawn } from "./forget-clicks.ts";
import { noteStatements } from "./note-statements.ts";
import { profileStatements } from "./profile-statements.ts";
import { purchaseStatements } from "./purchase-statements.ts";
import { registrationStatements } from "./registration-statements.ts";
import { surveyStatements } from "./survey-statements.ts";

/**
 * Everything that a batch of facts writes, in the one order that is right: what is derived asks whether the message is new,
 * so the events come last, and right after them their count.
 */
export function factStatements(deps: Pick<CustomerDeps, "secret" | "projectors">, facts: NewFacts): Statement[] {
  return [
    ...profileStatements(facts),
    ...consentStatements(facts),
    ...forgetClicksOfWithdrawn(facts),
    ...deps.projectors.flatMap((project) => project(facts)),
    ...registrationStatements(facts),
    ...surveyStatements(facts),
    ...noteStatements(facts, deps.secret),
    ...demographicStatements(facts),
    ...purchaseStatements(facts),
    ...activityStatements(facts),
    eventStatement(facts),
    CHANGED_ROWS,
  ];
}

/** The count that `factStatements` gives at its end, whatever stands after it in the batch. */
export function changedRows(results: readonly (readonly Row[])[]): number {
  return Number(results.findLast(([row]) => row !== undefined && "changed" in row)?.[0]?.["changed"] ?? 0);
}
