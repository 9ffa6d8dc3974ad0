import type { Purchase, PurchaseLine } from "#customers/facts/fact.ts";
import { minorUnitsOf } from "./minor-units.ts";
import { blame, codeOf, isCleanText, isObject, type JsonObject, type Place } from "./read-values.ts";

const MAX_LINES = 500;

/** What Segment's e-commerce specification assumes where an order names no currency. */
const ASSUMED_CURRENCY = "USD";

/** "Order Completed": an order with its lines. */
export function readOrder(source: string, properties: JsonObject, place: Place): Purchase | undefined {
  const orderId = readOrderId(properties, place);
  const currency = readCurrency(properties, place);
  if (orderId === undefined || currency === undefined) return undefined;
  const lines = readLines(properties, { currency, sign: 1 }, place);
  const totalMinor = readTotal(properties, currency, place) ?? sumOf(lines);
  return { orderKey: `${source}:${orderId}`, currency, totalMinor, lines };
}

/** "Order Refunded": the named products come back, or the whole order where none is named. Quantities and money are negative. */
export function readRefund(
  source: string,
  { properties, messageId }: { readonly properties: JsonObject; readonly messageId: string },
  place: Place,
): Purchase | undefined {
  const orderId = readOrderId(properties, place);
  const currency = readCurrency(properties, place);
  if (orderId === undefined || currency === undefined) return undefined;
  const orderKey = `${source}:${orderId}`;
  const lines = readLines(properties, { currency, sign: -1 }, place);
  const total = readTotal(properties, currency, place);
  const totalMinor = total === undefined ? sumOf(lines) : -Math.abs(total);
  if (lines.length === 0) return { orderKey: `${orderKey}:refund`, currency, totalMinor, lines, reverses: orderKey };
  const refundId = codeOf(properties["refund_id"]) ?? messageId;
  return { orderKey: `${orderKey}:refund:${refundId}`, currency, totalMinor, lines };
}

/** Segment names a product by `product_id`, by `sku`, or both. */
export function productCodeOf(properties: JsonObject): string | undefined {
  return codeOf(properties["product_id"]) ?? codeOf(properties["sku"]);
}

export function categoryOf(properties: JsonObject): string | null {
  const category = properties["category"];
  return isCleanText(category, 200) ? category : null;
}

function readOrderId(properties: JsonObject, place: Place): string | undefined {
  return codeOf(properties["order_id"]) ?? blame(place, "/order_id", "An order needs its id.");
}

function readCurrency(properties: JsonObject, place: Place): string | undefined {
  const currency = properties["currency"] ?? ASSUMED_CURRENCY;
  const isCode = typeof currency === "string" && /^[A-Za-z]{3}$/.test(currency);
  return isCode ? currency.toUpperCase() : blame(place, "/currency", "A currency is three letters of ISO 4217.");
}

function readTotal(properties: JsonObject, currency: string, place: Place): number | undefined {
  const field = properties["total"] == null ? "revenue" : "total";
  const stated = properties[field];
  if (stated == null) return undefined;
  return minorUnitsOf(stated, currency) ?? blame(place, `/${field}`, "An amount is a plain decimal number.");
}

type LineTerms = { readonly currency: string; readonly sign: 1 | -1 };

function readLines(properties: JsonObject, terms: LineTerms, place: Place): PurchaseLine[] {
  const products = properties["products"];
  if (products == null) return productCodeOf(properties) === undefined ? [] : someLine(properties, terms, place);
  if (!Array.isArray(products) || products.length > MAX_LINES) {
    blame(place, "/products", `Products are a list of at most ${MAX_LINES}.`);
    return [];
  }
  return products.flatMap((product: unknown, index) => {
    const linePlace = { pointer: `${place.pointer}/products/${index}`, faults: place.faults };
    if (isObject(product)) return someLine(product, terms, linePlace);
    blame(linePlace, "", "A product is an object.");
    return [];
  });
}

function someLine(product: JsonObject, { currency, sign }: LineTerms, place: Place): PurchaseLine[] {
  const productCode = productCodeOf(product) ?? blame(place, "/product_id", "A product needs its product_id or sku.");
  const quantity = decimalOf(product["quantity"] ?? 1);
  const price = product["price"] == null ? 0 : minorUnitsOf(product["price"], currency);
  if (quantity === undefined) blame(place, "/quantity", "A quantity is a number from 0 to 1,000,000.");
  if (price === undefined) blame(place, "/price", "A price is a plain decimal number.");
  if (productCode === undefined || quantity === undefined || price === undefined) return [];
  const quantityMilli = sign * Math.round(quantity * 1000);
  return [
    { productCode, category: categoryOf(product), quantityMilli, amountMinor: sign * Math.round(price * quantity) },
  ];
}

function decimalOf(value: unknown): number | undefined {
  const quantity = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof quantity === "number" && quantity >= 0 && quantity <= 1_000_000 ? quantity : undefined;
}

function sumOf(lines: readonly PurchaseLine[]): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}
