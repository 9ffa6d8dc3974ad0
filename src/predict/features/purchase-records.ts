import { DAY_MS } from "#kernel/clock.ts";
import { minorDigits } from "#kernel/money.ts";
import { categoryColumn, matrixOf } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { Store } from "#store/store.ts";
import { type Cut, isKnown, wasRecorded } from "./cut.ts";
import { among, type Subject } from "./feature-group.ts";
import { mainCurrency } from "./main-currency.ts";
import { type FeatureRow, type Range, rangeQuery, readRange, slicesOf } from "./read-group.ts";

/** What a record is: an order; a line with its category or its item. */
export type RecordOf = "order" | "category" | "item";

export type RecordsQuestion = {
  readonly subject: Subject;
  readonly of: RecordOf;
  readonly cut: Cut;
  readonly range: Range;
};

const order = (
  currency: string,
) => `select p.customer_id, p.at, case when p.currency = '${currency}' then p.total_minor else 0 end
  from purchases p where ${among("p.customer_id")} and p.total_minor >= 0 and ${isKnown("p")}`;

/** By purchase_lines_by_customer; a return is no purchase. */
const line = (item: string, currency: string) => `select p.customer_id, p.at,
    case when o.currency = '${currency}' then max(p.amount_minor, 0) else 0 end, ${item}
  from purchase_lines p cross join purchases o on o.order_key = p.order_key
  where ${among("p.customer_id")} and p.quantity_milli > 0 and ${item} is not null and +p.at < ?3 and ${wasRecorded("o")}`;

/** By account_activities_by_account. */
const activity = (
  item: string,
) => `select p.account_id, p.at, p.amount_minor ${item === "" ? "" : `, ${item}`} from account_activities p
  where ${among("p.account_id")} and p.kind = 'purchase' and p.amount_minor >= 0 and ${isKnown("p")}
  ${item === "" ? "" : `and ${item} is not null`}`;

function statementOf({ subject, of }: RecordsQuestion, currency: string): string {
  if (subject === "account") return activity(of === "order" ? "" : "p.merchant_category");
  if (of === "order") return order(currency);
  return line(of === "category" ? "p.category" : "p.product_code", currency);
}

/**
 * Purchases that had happened and were known by the cut, as tasks take them: whose (a number as text), when (days since
 * 1970-01-01), for how much in major units of the main currency, and of lines what. Returns are left out. An account's purchases
 * are its activities of that kind, and what they are of is the merchant's category.
 */
export async function purchaseRecords(store: Store, question: RecordsQuestion): Promise<Table> {
  const currency = await mainCurrency(store);
  const statement = statementOf(question, currency);
  const hasItem = question.of !== "order";
  const rows: FeatureRow[] = [];
  for (const range of slicesOf(question.range)) {
    const query = rangeQuery(statement, hasItem ? 3 : 2, { cut: question.cut, range });
    for (const row of await readRange(store, query)) rows.push(row);
  }
  const unit = 10 ** minorDigits(currency);
  return {
    rows: rows.length,
    id: rows.map(([id]) => String(id)),
    time: Float64Array.from(rows, ([, at]) => Number(at) / DAY_MS),
    amount: Float64Array.from(rows, ([, , amount]) => Number(amount) / unit),
    ...(hasItem
      ? {
          target: categoryColumn(
            "item",
            rows.map(([, , , item]) => String(item)),
          ),
        }
      : {}),
    inputs: { ...matrixOf([]), rows: rows.length },
    lines: Float64Array.from(rows.keys()),
  };
}
