import { DAY_MS } from "#kernel/clock.ts";
import { minorDigits } from "#kernel/money.ts";
import { joinArrays } from "#predict/numerics/join-arrays.ts";
import { matrixOf } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { Store } from "#store/store.ts";
import { type Cut, isKnown } from "./cut.ts";
import { among, type Subject } from "./feature-group.ts";
import { doubtfulAmounts, knownAmount } from "./known-lines.ts";
import { mainCurrency } from "./main-currency.ts";
import { type Cells, countFrom0, type Range, rangeQuery, readRange, slicesOf } from "./read-group.ts";
import { type WordCodes, wordCodes } from "./word-codes.ts";

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

/** By purchase_lines_by_customer, with orders only where they could tell otherwise; a return is no purchase. */
const line = (item: string, currency: string) => `with ${doubtfulAmounts(currency)}
  select p.customer_id, p.at, ${knownAmount("p", currency)} as amount, ${item} from purchase_lines p
  where ${among("p.customer_id")} and p.quantity_milli > 0 and ${item} is not null and +p.at < ?3 and amount is not null`;

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
  const unit = 10 ** minorDigits(currency);
  const id: string[] = [];
  const times: Float64Array[] = [];
  const amounts: Float64Array[] = [];
  const items: Int32Array[] = [];
  const words = wordCodes();
  for (const range of slicesOf(question.range)) {
    const query = rangeQuery(statement, question.of === "order" ? 2 : 3, { cut: question.cut, range });
    const { ids, columns } = await readRange(store, query);
    const [at = [], amount = [], item] = columns;
    pushNames(id, ids);
    times.push(inUnits(at, DAY_MS));
    amounts.push(inUnits(amount, unit));
    if (item !== undefined) items.push(codesOf(item, words));
  }
  return {
    rows: id.length,
    id,
    time: joinArrays(times),
    amount: joinArrays(amounts),
    ...(question.of === "order" ? {} : { target: words.column("item", items) }),
    inputs: { ...matrixOf([]), rows: id.length },
    lines: countFrom0(id.length),
  };
}

/** A customer's rows follow one another: her name is made once. */
function pushNames(names: string[], ids: readonly number[]): void {
  let [last, name] = [Number.NaN, ""];
  for (const id of ids) {
    if (id !== last) [last, name] = [id, String(id)];
    names.push(name);
  }
}

function inUnits(cells: Cells, unit: number): Float64Array {
  const values = new Float64Array(cells.length);
  for (let row = 0; row < values.length; row += 1) values[row] = Number(cells[row]) / unit;
  return values;
}

function codesOf(cells: Cells, words: WordCodes): Int32Array {
  const codes = new Int32Array(cells.length);
  for (let row = 0; row < codes.length; row += 1) codes[row] = words.codeOf(String(cells[row]));
  return codes;
}
