import type { PurchaseLine } from "#customers/facts/fact.ts";
import { minorUnitsOf } from "#customers/ingest/minor-units.ts";
import { valueAt } from "#customers/import/mapping/compile-field.ts";
import { type CompiledMapping, readFields, type RowFault } from "#customers/import/mapping/compile-mapping.ts";
import { targetOf } from "#customers/import/mapping/targets.ts";
import type { JsonObject, RawRecord } from "#customers/import/read/record.ts";
import { type Told, textOf, type Values } from "./read-fact.ts";

const MAX_LINES = 1_000;

/** An order, a till's receipt or a return: one line a record, or a list of lines in a record of JSON. */
export function readOrder(compiled: CompiledMapping): (values: Values, record: RawRecord) => Told | RowFault {
  const { mapping, fields } = compiled;
  const isReturn = mapping.into === "returns";
  const { lineFields = [] } = targetOf(mapping.into);
  const ofLine = fields.filter(({ name }) => lineFields.includes(name));
  const path = mapping.lines?.each.split(".");

  /** Fields of a line in a list are read from the line itself. */
  const listed = (record: RawRecord): Values[] | RowFault => {
    const list = valueAt(record.fields as JsonObject, path ?? []);
    if (!Array.isArray(list) || list.length > MAX_LINES) {
      return { column: mapping.lines?.each ?? "", reason: `The lines are a list of at most ${MAX_LINES}.` };
    }
    const found: Values[] = [];
    for (const line of list as JsonObject[]) {
      const { values, faults } = readFields(ofLine, line);
      const [fault] = faults;
      if (fault !== undefined) return fault;
      found.push(Object.fromEntries(ofLine.map(({ name }, index) => [name, values[index]])));
    }
    return found;
  };

  return (values, record) => {
    const currency = textOf(values["currency"]) ?? mapping.currency ?? "";
    const stated = path === undefined ? [values] : listed(record);
    if (!Array.isArray(stated)) return stated;
    const lines: PurchaseLine[] = [];
    for (const each of stated) {
      const line = lineOf(each, currency, isReturn);
      if ("reason" in line) return line;
      lines.push(line);
    }
    const key = orderKeyOf(values, mapping.source, isReturn);
    const total = isReturn ? undefined : moneyOf(values["total"], currency);
    if (total === NOT_MONEY) return { column: "total", reason: TOO_MUCH };
    const totalMinor = total ?? lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    return {
      subject: "purchase",
      key,
      hasTotal: total !== undefined,
      fact: {
        name: totalMinor < 0 || isReturn ? "Order Refunded" : "Order Completed",
        category: null,
        productCode: null,
        properties: { order_id: String(values["orderId"]), currency, total_minor: totalMinor },
        purchase: { orderKey: key, currency, totalMinor, lines },
      },
    };
  };
}

/** The keys that the other doors give the same order and the same return (ingest/read-purchase.ts). */
function orderKeyOf(values: Values, source: string, isReturn: boolean): string {
  const orderKey = `${source}:${String(values["orderId"])}`;
  if (!isReturn) return orderKey;
  const returnId = textOf(values["returnId"]);
  return returnId === undefined ? `${orderKey}:refund` : `${orderKey}:refund:${returnId}`;
}

export const NOT_MONEY = Symbol("not money");
export const TOO_MUCH = "This amount is larger than can be kept exactly.";

/** Minor units: of a decimal text, or as they came. */
export function moneyOf(value: unknown, currency: string): number | undefined | typeof NOT_MONEY {
  if (value === undefined) return undefined;
  return typeof value === "number" ? value : (minorUnitsOf(value, currency) ?? NOT_MONEY);
}

function lineOf(values: Values, currency: string, isReturn: boolean): PurchaseLine | RowFault {
  const productCode = textOf(values["productCode"]);
  if (productCode === undefined) return { column: "productCode", reason: "A line needs its product." };
  const quantity = (values["quantity"] as number | undefined) ?? 1;
  const amount = moneyOf(values["amount"], currency);
  const price = moneyOf(values["price"], currency);
  if (amount === NOT_MONEY) return { column: "amount", reason: TOO_MUCH };
  if (price === NOT_MONEY) return { column: "price", reason: TOO_MUCH };
  const amountMinor = amount ?? Math.round((price ?? 0) * quantity);
  const quantityMilli = Math.round(quantity * 1_000);
  return {
    productCode,
    category: textOf(values["category"]) ?? null,
    quantityMilli: isReturn ? -Math.abs(quantityMilli) : quantityMilli,
    amountMinor: isReturn ? -Math.abs(amountMinor) : amountMinor,
  };
}
