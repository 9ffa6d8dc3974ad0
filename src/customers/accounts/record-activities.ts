import { type AuditActor, auditStatement } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { changedRows, factStatements } from "#customers/facts/fact-statements.ts";
import { heardAt } from "#customers/facts/heard-at.ts";
import { findCustomersByCode } from "#customers/find-customers-by-code.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { activityFact } from "./activity-fact.ts";
import { activityItem, type ActivityItem } from "./activity-item.ts";
import { findAccounts, type KnownAccount } from "./find-accounts.ts";

/** Activities of one call, so that the writer is never held for long. */
export const MAX_ACTIVITIES = 500;

export type RecordActivities = {
  readonly deps: CustomerDeps;
  readonly actor: AuditActor;
  readonly code: string;
  readonly input: { readonly source: string; readonly activities: readonly unknown[] };
};

export type RecordedActivities = {
  readonly accepted: number;
  /** Known by their codes, or twice in this call. */
  readonly duplicates: number;
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly faults: readonly Fault[] }>;
};

/**
 * Records what was posted on an account: the good ones in one batch, and each bad one named with its place. The first report
 * of an activity's code stands; a call that is repeated changes nothing.
 */
export async function recordActivities(call: RecordActivities): Promise<Result<RecordedActivities, Problem>> {
  const { deps, actor, code, input } = call;
  const account = (await findAccounts(deps.store, [code])).get(code);
  if (account === undefined) return err(problem("not_found"));
  const first = account.state.holders[0]?.customer;
  if (first === undefined) return err(problem("conflict", "Nobody holds this account: put its holders first."));
  const read = await readItems(deps, account, input.activities);
  const now = deps.clock.now();
  const facts = new Map<string, Fact>();
  for (const { holder, item } of read.good) {
    const { customer: _, ...activity } = item;
    const stated = {
      ...activity,
      at: heardAt(activity.at, now),
      currency: currencyOf(item, account),
      source: input.source,
    };
    const fact = { ...activityFact(account, stated), customer: holder ?? first };
    if (!facts.has(fact.messageId)) facts.set(fact.messageId, fact);
  }
  const statements = factStatements(deps, { by: "code", facts: [...facts.values()], receivedAt: now });
  const subject = { kind: "account", id: code };
  const audit = auditStatement({
    at: now,
    actor,
    action: "record-account-activities",
    subject,
    detail: countsOf(read),
  });
  const accepted = facts.size === 0 ? 0 : changedRows(await deps.store.write([...statements, audit]));
  return ok({ accepted, duplicates: read.good.length - accepted, rejected: read.rejected });
}

type Good = { readonly item: ActivityItem; readonly holder: string | undefined };
type Read = { readonly good: readonly Good[]; readonly rejected: RecordedActivities["rejected"] };

function countsOf({ good, rejected }: Read) {
  return { told: good.length + rejected.length, rejected: rejected.length };
}

async function readItems({ store }: CustomerDeps, account: KnownAccount, items: readonly unknown[]): Promise<Read> {
  const parsed = items.map((item) => activityItem.safeParse(item));
  const named = parsed.flatMap(({ data }) => (data?.customer === undefined ? [] : [data.customer]));
  const customers = named.length === 0 ? undefined : await findCustomersByCode(store, named);
  const holders = new Set(account.state.holders.map(({ customer }) => customer));
  const good: Good[] = [];
  const rejected: Array<RecordedActivities["rejected"][number]> = [];
  parsed.forEach(({ data: item, error }, index) => {
    const pointer = `/activities/${index}`;
    if (item === undefined) {
      rejected.push({
        index,
        faults: error.issues.map(({ path, message }) => ({ pointer: pointerOf(pointer, path), message })),
      });
      return;
    }
    const holder = item.customer === undefined ? undefined : customers?.get(item.customer)?.code;
    if (item.customer !== undefined && (holder === undefined || !holders.has(holder))) {
      rejected.push({ index, faults: [{ pointer: `${pointer}/customer`, message: NO_HOLDER }] });
    } else good.push({ item, holder });
  });
  return { good, rejected };
}

export const NO_HOLDER = "This customer does not hold the account.";

function pointerOf(base: string, path: readonly PropertyKey[]): string {
  return [base, ...path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}

/** Points are counted, and everything else is in the account's own currency unless it says another. */
function currencyOf({ kind, currency }: ActivityItem, { state }: KnownAccount): string | null {
  return kind.startsWith("points_") ? null : (currency ?? state.currency);
}
