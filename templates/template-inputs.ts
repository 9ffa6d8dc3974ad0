import { epochDayOf, isLocalDate } from "#kernel/calendar.ts";
import { formatMoney } from "#kernel/money.ts";
import type { Shape } from "./merge-view.ts";

/**
 * What a template must be given beside what every message has: `{{ data.orderNumber }}`. A transactional send or a trigger
 * brings it, and is refused where it does not fit. Money and dates come as values and are written in the reader's locale.
 * The inputs `notice` and `gift` also fill the view's own parts of those names.
 */
export type TemplateInputs = Readonly<Record<string, TemplateInput>>;

export type TemplateInput = InputType & { readonly isOptional?: boolean | undefined };

type InputType =
  /** at most `maxLength` UTF-16 code units; 2,000 unless told */
  | { readonly type: "text"; readonly maxLength?: number | undefined }
  | { readonly type: "number" }
  /** {amountMinor, currency}: integer minor units, ISO 4217 */
  | { readonly type: "money" }
  /** YYYY-MM-DD */
  | { readonly type: "date" }
  /** https, or an address on this machine where the caller allows it */
  | { readonly type: "link" }
  | { readonly type: "list"; readonly of: TemplateInput; readonly maxItems?: number | undefined }
  | { readonly type: "group"; readonly fields: TemplateInputs };

/** `pointer` is an RFC 6901 JSON Pointer into the data. */
export type DataFault = { readonly pointer: string; readonly message: string };

/** The names that a template with these inputs may print under `data`. */
export function shapeOfInputs(inputs: TemplateInputs): Shape {
  return { fields: new Map(Object.entries(inputs).map(([name, input]) => [name, shapeOf(input)])) };
}

function shapeOf(input: TemplateInput): Shape {
  if (input.type === "group") return shapeOfInputs(input.fields);
  return input.type === "list" ? { list: shapeOf(input.of) } : "value";
}

const MAX_TEXT = 2_000;
const MAX_ITEMS = 100;
const MAX_LINK = 2_048;

/** Every place in which data do not fit the inputs; none where they do. `isLink` judges addresses: the template knows no hosts. */
export function checkData(
  inputs: TemplateInputs,
  data: unknown,
  isLink: (address: string) => boolean = () => true,
): readonly DataFault[] {
  const faults: DataFault[] = [];
  checkGroup(inputs, data, { pointer: "", faults, isLink });
  return faults;
}

type Place = { readonly pointer: string; readonly faults: DataFault[]; readonly isLink: (address: string) => boolean };

function blame({ pointer, faults }: Place, message: string): void {
  faults.push({ pointer, message });
}

function below(place: Place, step: string): Place {
  return { ...place, pointer: `${place.pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}` };
}

function checkGroup(inputs: TemplateInputs, data: unknown, place: Place): void {
  if (!isRecord(data)) return blame(place, "An object is expected here.");
  for (const name of Object.keys(data)) {
    if (!Object.hasOwn(inputs, name)) blame(below(place, name), "The template declares no such input.");
  }
  for (const [name, input] of Object.entries(inputs)) {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value !== undefined && value !== null) checkValue(input, value, below(place, name));
    else if (input.isOptional !== true) blame(below(place, name), "The template needs this.");
  }
}

function checkValue(input: TemplateInput, value: unknown, place: Place): void {
  switch (input.type) {
    case "text":
      return checkText(value, input.maxLength ?? MAX_TEXT, place);
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) blame(place, "A number is expected here.");
      return;
    case "money":
      if (!isMoney(value)) blame(place, "Money is an amountMinor, a whole number, and a currency of three capitals.");
      return;
    case "date":
      if (typeof value !== "string" || !isLocalDate(value)) blame(place, "A date of the calendar, as 2027-01-31.");
      return;
    case "link":
      if (typeof value !== "string" || value.length > MAX_LINK || !place.isLink(value)) {
        blame(place, "An https address on one of the vendor's hosts is expected here.");
      }
      return;
    case "list":
      return checkList(input, value, place);
    case "group":
      return checkGroup(input.fields, value, place);
  }
}

function checkText(value: unknown, maxLength: number, place: Place): void {
  if (typeof value !== "string") blame(place, "A text is expected here.");
  else if (value.length > maxLength) blame(place, `A text of at most ${maxLength} characters is expected here.`);
}

function checkList(input: Extract<TemplateInput, { type: "list" }>, value: unknown, place: Place): void {
  const maxItems = input.maxItems ?? MAX_ITEMS;
  if (!Array.isArray(value)) return blame(place, "A list is expected here.");
  if (value.length > maxItems) return blame(place, `A list of at most ${maxItems} is expected here.`);
  value.forEach((item: unknown, index) => checkValue(input.of, item, below(place, String(index))));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type MoneyData = { readonly amountMinor: number; readonly currency: string };

function isMoney(value: unknown): value is MoneyData {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value["amountMinor"]) &&
    typeof value["currency"] === "string" &&
    /^[A-Z]{3}$/.test(value["currency"]) &&
    Object.keys(value).length === 2
  );
}

/** A value as a template prints it: texts, numbers, lists and groups of them. */
export type DataView = string | number | readonly DataView[] | { readonly [name: string]: DataView };

/** Data that fit the inputs, as the reader of this locale reads them. What no input declares is left out. */
export function viewOfData(inputs: TemplateInputs, data: unknown, locale: string): Readonly<Record<string, DataView>> {
  const given = isRecord(data) ? data : {};
  const shown: Record<string, DataView> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined && value !== null) shown[name] = viewOfValue(input, value, locale);
  }
  return shown;
}

function viewOfValue(input: TemplateInput, value: unknown, locale: string): DataView {
  switch (input.type) {
    case "money":
      return isMoney(value) ? formatMoney(value, locale) : "";
    case "date":
      return typeof value === "string" ? longDate(value, locale) : "";
    case "list":
      return Array.isArray(value) ? value.map((item: unknown) => viewOfValue(input.of, item, locale)) : [];
    case "group":
      return viewOfData(input.fields, value, locale);
    default:
      return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : String(value);
  }
}

function longDate(date: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return format.format(epochDayOf(date) * 86_400_000);
}
