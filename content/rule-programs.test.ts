import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRule, compileTest } from "./compile-rule.ts";
import { eventHistory } from "./event-history.ts";
import type { AttributeValue, ProductSet } from "./product.ts";
import type { RuleEvent } from "./rule-event.ts";
import type { RuleScope } from "./rule-scope.ts";
import { splitRule } from "./split-rule.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

/*
 * Random rules over every operator, each written together with what it must mean. The meaning below is slow and plain: ints are
 * bigint throughout, texts are arrays of code points, missing is undefined, dates are counted by the runtime's own Date.
 */
type Value = string | bigint | number | boolean | readonly string[] | Day;
type Day = { readonly day: bigint };
type Meaning<T> = (world: World, item?: string) => T | undefined;
type Program<T> = { readonly text: string; readonly means: Meaning<T> };

/** A field as the scope holds it and as it is meant. */
type Held = { readonly raw: AttributeValue; readonly value: Value | undefined };
type Fact = {
  readonly name: string;
  readonly daysAgo: number;
  readonly kind: AttributeValue;
  readonly size: AttributeValue;
};
type World = {
  readonly customer: Record<string, Held>;
  readonly product: Record<string, Held>;
  readonly facts: readonly Fact[];
};

const DAY = 86_400_000;
const now = Date.UTC(2026, 2, 29, 1, 30);
const today = "2026-03-29";
const affinities: Record<string, number> = { garden: 0.25, "": 0.5, "🌱": 0.75 };

const fieldTypes = {
  s: "string",
  t: "string",
  i: "int",
  j: "int",
  d: "double",
  e: "double",
  b: "bool",
  on: "date",
  until: "date",
  l: "strings",
  m: "strings",
} as const;
const vocabulary: RuleVocabulary = { customer: fieldTypes, product: fieldTypes, context: {} };

const [MIN, MAX] = [-(2n ** 63n), 2n ** 63n - 1n];
const int64 = (value: bigint) => (value >= MIN && value <= MAX ? value : undefined);
const finite = (value: number) => (Number.isFinite(value) ? value : undefined);
const dayNumber = (date: string): Day => ({ day: BigInt(Date.parse(`${date}T00:00:00Z`)) / BigInt(DAY) });
const calendar = (day: bigint): Day | undefined =>
  day >= dayNumber("0100-01-01").day && day <= dayNumber("9999-12-31").day ? { day } : undefined;

const texts = fc.oneof(
  fc.constantFrom("", "garden", "Garden", "\uFFFD", "\uE000", "🌱", "🌱x", "ÄA", `"'\\`, "\n", "ß", "e\u0301"),
  fc.string({ unit: "binary", maxLength: 4 }).filter((text) => !text.includes("\u0000")),
);
const ints = fc.oneof(
  fc.constantFrom(0n, 1n, -1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n), MAX, MIN, 3_037_000_500n),
  fc.bigInt({ min: -100n, max: 100n }),
  fc.bigInt({ min: MIN, max: MAX }),
);
const doubles = fc.oneof(
  fc.constantFrom(0, -0, 0.1, 0.5, 1.5, -2.5, 1e308, -1e308, 5e-324, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 53 + 2),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const dates = fc.oneof(
  fc.constantFrom("2024-02-29", "0100-01-01", "9999-12-31", "1969-12-31", "2026-03-29", "2026-10-25"),
  fc.integer({ min: -20_000, max: 40_000 }).map((day) => new Date(day * DAY).toISOString().slice(0, 10)),
);

const missing = fc.constantFrom<Held>({ raw: undefined, value: undefined }, { raw: null, value: undefined });
const holding = <T>(arbitrary: fc.Arbitrary<T>, hold: (value: T) => Held) =>
  fc.oneof({ weight: 5, arbitrary: arbitrary.map(hold) }, { weight: 1, arbitrary: missing });
const wrong = (raw: AttributeValue): Held => ({ raw, value: undefined });

const heldByType = {
  string: fc.oneof(
    holding(texts, (value) => ({ raw: value, value })),
    fc.constant(wrong(7)),
  ),
  int: fc.oneof(
    holding(ints, (value) => ({
      raw: Number.isSafeInteger(Number(value)) && value % 2n === 0n ? Number(value) : value,
      value,
    })),
    fc.constantFrom(wrong(2 ** 53), wrong(0.5), wrong("1"), wrong(2n ** 63n), wrong(Number.NaN)),
  ),
  double: fc.oneof(
    holding(doubles, (value) => ({ raw: value, value })),
    fc.constantFrom(wrong(Infinity), wrong(Number.NaN), wrong("0.5")),
  ),
  bool: fc.oneof(
    holding(fc.boolean(), (value) => ({ raw: value, value })),
    fc.constantFrom(wrong(1), wrong("true")),
  ),
  date: fc.oneof(
    holding(dates, (value) => ({ raw: value, value: dayNumber(value) })),
    fc.constantFrom(wrong("2027-02-29"), wrong("today"), wrong(20_000)),
  ),
  strings: fc.oneof(
    holding(fc.array(texts, { maxLength: 3 }), (value) => ({ raw: value, value })),
    fc.constantFrom(wrong("garden"), { raw: ["a", 7] as never, value: ["a"] }),
  ),
};
const fields = fc.record(
  Object.fromEntries(Object.entries(fieldTypes).map(([name, type]) => [name, heldByType[type]])),
);
const facts = fc.array(
  fc.record({
    name: fc.constantFrom("purchase", "click"),
    daysAgo: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.double({ min: -1, max: 40, noNaN: true })),
    kind: fc.constantFrom("garden", "garden", "", undefined),
    size: fc.constantFrom(1, 1, 1n, 0.5, "1", null, 2n ** 53n + 1n),
  }),
  { maxLength: 5 },
);
const worlds: fc.Arbitrary<World> = fc.record({ customer: fields, product: fields, facts });

// How values compare.
const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);
function compareTexts(left: string, right: string): number {
  const [a, b] = [points(left), points(right)];
  const differs = a.findIndex((point, index) => point !== b[index]);
  return differs === -1 ? a.length - b.length : (a[differs] ?? 0) - (b[differs] ?? -1);
}
/** Exactly, by the whole part and what remains. */
function compareIntWithDouble(int: bigint, double: number): number {
  const whole = BigInt(Math.floor(double));
  if (int !== whole) return int < whole ? -1 : 1;
  return double > Math.floor(double) ? -1 : 0;
}
function compareValues(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  if (typeof left === "bigint" && typeof right === "number") return compareIntWithDouble(left, right);
  if (typeof left === "number" && typeof right === "bigint") return -compareIntWithDouble(right, left);
  if (typeof left === "object" && typeof right === "object")
    return compareValues((left as Day).day, (right as Day).day);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
const holds: Record<string, (order: number) => boolean> = {
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

// How programs are written.
const written = (text: string) => JSON.stringify(text);
const writtenDouble = (value: number) => {
  const digits = Object.is(value, -0) ? "-0.0" : String(value);
  return `(${/[.e]/.test(digits) ? digits : `${digits}.0`})`;
};
const constant = <T>(text: string, value: T): Program<T> => ({ text, means: () => value });
function both<A, B, R>(left: Program<A>, right: Program<B>, meaning: (a: A, b: B) => R | undefined): Meaning<R> {
  return (world, item) => {
    const [a, b] = [left.means(world, item), right.means(world, item)];
    return a === undefined || b === undefined ? undefined : meaning(a, b);
  };
}
const field = <T extends Value>(names: readonly (keyof typeof fieldTypes)[]): fc.Arbitrary<Program<T>> =>
  fc
    .record({ of: fc.constantFrom("customer" as const, "product" as const), name: fc.constantFrom(...names) })
    .map(({ of, name }) => ({
      text: `${of}.${name}`,
      means: (world) => world[of][name]?.value as T | undefined,
    }));

type Programs = {
  int: Program<bigint>;
  event: Program<bigint>;
  small: Program<bigint>;
  double: Program<number>;
  string: Program<string>;
  date: Program<Day>;
  bool: Program<boolean>;
  truth: Program<boolean>;
};
const listField = field<readonly string[]>(["l", "m"]);

const intOperators: Record<string, (a: bigint, b: bigint) => bigint | undefined> = {
  "+": (a, b) => int64(a + b),
  "-": (a, b) => int64(a - b),
  "*": (a, b) => int64(a * b),
  "/": (a, b) => (b === 0n ? undefined : int64(a / b)),
  "%": (a, b) => (b === 0n ? undefined : int64(a % b)),
};
const textTests = {
  contains: (text: string, part: string) => text.includes(part),
  startsWith: (text: string, part: string) => text.startsWith(part),
  endsWith: (text: string, part: string) => text.endsWith(part),
};
const doubleOperators: Record<string, (a: number, b: number) => number | undefined> = {
  "+": (a, b) => finite(a + b),
  "-": (a, b) => finite(a - b),
  "*": (a, b) => finite(a * b),
  "/": (a, b) => finite(a / b),
};

function programs(isInExists: boolean): fc.LetrecValue<Programs> {
  return fc.letrec<Programs>((tie) => {
    const choice = <T>(of: keyof Programs): fc.Arbitrary<Program<T>> =>
      fc.tuple(tie("truth"), tie(of), tie(of)).map(([test, yes, no]) => ({
        text: `(${test.text} ? ${yes.text} : ${no.text})`,
        means: ((world: World, item?: string) =>
          (test.means(world, item) === true ? yes : no).means(world, item)) as Meaning<T>,
      }));
    const arithmetic = <T>(of: "int" | "double", operators: Record<string, (a: T, b: T) => T | undefined>) =>
      fc.tuple(fc.constantFrom(...Object.keys(operators)), tie(of), tie(of)).map(([how, a, b]) => ({
        text: `(${a.text} ${how} ${b.text})`,
        means: both(a as Program<T>, b as Program<T>, (x, y) => operators[how]?.(x, y)),
      }));
    const comparison = (left: keyof Programs, right: keyof Programs, how: readonly string[]) =>
      fc.tuple(fc.constantFrom(...how), tie(left), tie(right)).map(([sign, a, b]) => ({
        text: `(${a.text} ${sign} ${b.text})`,
        means: (world: World, item?: string) =>
          both(a as Program<Value>, b as Program<Value>, (x, y) => holds[sign]?.(compareValues(x, y)))(world, item) ===
          true,
      }));
    const writtenList = (of: "int" | "double" | "string" | "date") =>
      fc.tuple(tie(of), fc.array(tie(of), { minLength: 1, maxLength: 3 })).map(([wanted, items]) => ({
        text: `(${wanted.text} in [${items.map((item) => item.text).join(", ")}])`,
        means: (world: World, item?: string) =>
          items.some(
            (one) =>
              both(
                wanted as Program<Value>,
                one as Program<Value>,
                (x, y) => compareValues(x, y) === 0,
              )(world, item) === true,
          ),
      }));
    const textTest = fc.tuple(
      fc.constantFrom("contains" as const, "startsWith" as const, "endsWith" as const),
      tie("string"),
      tie("string"),
    );
    const orders = Object.keys(holds);
    return {
      int: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        ints.map((value) => constant(`(${value})`, value)),
        field<bigint>(["i", "j"]),
        arithmetic("int", intOperators),
        tie("int").map((a) => ({ text: `(-${a.text})`, means: both(a, a, (x) => int64(-x)) })),
        tie("double").map((a) => ({ text: `int(${a.text})`, means: both(a, a, (x) => int64(BigInt(Math.trunc(x)))) })),
        tie("string").map((a) => ({ text: `size(${a.text})`, means: both(a, a, (x) => BigInt(points(x).length)) })),
        listField.map((a) => ({ text: `${a.text}.size()`, means: both(a, a, (x) => BigInt(x.length)) })),
        fc
          .tuple(tie("date"), tie("date"))
          .map(([a, b]) => ({ text: `(${a.text} - ${b.text})`, means: both(a, b, (x, y) => x.day - y.day) })),
        tie("event"),
        choice<bigint>("int"),
      ),
      event: eventPrograms(tie("string"), tie("int")),
      small: fc.integer({ min: 0, max: 3 }).map((value) => constant(String(value), BigInt(value))),
      double: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        doubles.map((value) => constant(writtenDouble(value), value)),
        field<number>(["d", "e"]),
        arithmetic("double", doubleOperators),
        tie("double").map((a) => ({ text: `(-${a.text})`, means: both(a, a, (x) => -x) })),
        tie("int").map((a) => ({ text: `double(${a.text})`, means: both(a, a, Number) })),
        tie("string").map((a) => ({
          text: `affinity(${a.text})`,
          means: (world: World, item?: string) => affinities[a.means(world, item) ?? "-"] ?? 0,
        })),
        choice<number>("double"),
      ),
      string: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        isInExists
          ? fc.constant({ text: "x", means: (_world: World, item?: string) => item })
          : texts.map((value) => constant(written(value), value)),
        field<string>(["s", "t"]),
        fc
          .tuple(tie("string"), tie("string"))
          .map(([a, b]) => ({ text: `(${a.text} + ${b.text})`, means: both(a, b, (x, y) => `${x}${y}`) })),
        tie("string").map((a) => ({
          text: `${a.text}.lowerAscii()`,
          means: both(a, a, (x) => Array.from(x, (c) => (c >= "A" && c <= "Z" ? c.toLowerCase() : c)).join("")),
        })),
        choice<string>("string"),
      ),
      date: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        dates.map((value) => constant(`date(${written(value)})`, dayNumber(value))),
        field<Day>(["on", "until"]),
        fc.constant(constant("context.date", dayNumber(today))),
        fc.tuple(tie("date"), tie("int")).map(([a, b]) => ({
          text: `(${a.text} + ${b.text})`,
          means: both(a, b, (x, y) => (int64(x.day + y) === undefined ? undefined : calendar(x.day + y))),
        })),
        fc
          .tuple(tie("int"), tie("date"))
          .map(([b, a]) => ({ text: `(${b.text} + ${a.text})`, means: both(a, b, (x, y) => calendar(x.day + y)) })),
        fc
          .tuple(tie("date"), tie("int"))
          .map(([a, b]) => ({ text: `(${a.text} - ${b.text})`, means: both(a, b, (x, y) => calendar(x.day - y)) })),
        choice<Day>("date"),
      ),
      // A bool as a value may be missing; as a truth it is then false.
      bool: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.boolean().map((value) => constant(String(value), value)),
        field<boolean>(["b"]),
        choice<boolean>("bool"),
        tie("truth"),
      ),
      truth: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc
          .tuple(fc.constantFrom("customer" as const, "product" as const), fc.constantFrom(...Object.keys(fieldTypes)))
          .map(([of, name]) => ({
            text: `has(${of}.${name})`,
            means: (world: World) => world[of][name]?.value !== undefined,
          })),
        tie("bool").map((a) => ({
          text: `!(${a.text})`,
          means: (world: World, item?: string) => a.means(world, item) !== true,
        })),
        fc
          .tuple(fc.constantFrom("&&", "||"), fc.array(tie("bool"), { minLength: 2, maxLength: 3 }))
          .map(([how, items]) => ({
            text: `(${items.map((item) => item.text).join(` ${how} `)})`,
            means: (world: World, item?: string) =>
              how === "&&"
                ? items.every((one) => one.means(world, item) === true)
                : items.some((one) => one.means(world, item) === true),
          })),
        comparison("int", "int", orders),
        comparison("event", "small", orders),
        // The same number on both sides, where rounding decides.
        fc.tuple(fc.constantFrom(...orders), tie("int")).map(([sign, a]) => ({
          text: `(${a.text} ${sign} double(${a.text}))`,
          means: (world: World, item?: string) =>
            both(a, a, (x) => holds[sign]?.(compareValues(x, Number(x))))(world, item) === true,
        })),
        tie("int").map((a) => ({
          text: `(double(${a.text}) in [1.5, ${a.text}])`,
          means: (world: World, item?: string) =>
            both(a, a, (x) => Number(x) === 1.5 || compareValues(x, Number(x)) === 0)(world, item) === true,
        })),
        ints.map((value) => ({
          text: `(double(customer.i) in [0.5, (${value})])`,
          means: (world: World) => {
            const held = world.customer["i"]?.value as bigint | undefined;
            return held !== undefined && compareValues(Number(held), value) === 0;
          },
        })),
        comparison("int", "double", orders),
        comparison("double", "int", orders),
        comparison("double", "double", orders),
        comparison("string", "string", orders),
        comparison("date", "date", orders),
        comparison("bool", "bool", ["==", "!="]),
        writtenList("int"),
        writtenList("double"),
        writtenList("string"),
        writtenList("date"),
        fc.tuple(tie("string"), listField).map(([a, l]) => ({
          text: `(${a.text} in ${l.text})`,
          means: (world: World, item?: string) =>
            both(a, l, (x, y) => y.some((one) => compareTexts(one, x) === 0))(world, item) === true,
        })),
        textTest.map(([how, a, b]) => ({
          text: `${a.text}.${how}(${b.text})`,
          means: (world: World, item?: string) => both(a, b, (x, y) => textTests[how](x, y))(world, item) === true,
        })),
        ...(isInExists ? [] : [existsPrograms]),
      ),
    };
  });
}

function eventPrograms(
  text: fc.Arbitrary<Program<string>>,
  int: fc.Arbitrary<Program<bigint>>,
): fc.Arbitrary<Program<bigint>> {
  const shape = fc.record({
    how: fc.constantFrom("did", "daysSince"),
    name: fc.constantFrom("purchase", "purchase", "click", "never"),
    kind: fc.option(fc.oneof(text, fc.constant(constant(`"garden"`, "garden"))), { nil: undefined }),
    size: fc.option(fc.oneof(int, fc.constant(constant("1", 1n))), { nil: undefined }),
    days: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  });
  return shape.map(({ how, name, kind, size, days }) => {
    const where = [kind && `kind: ${kind.text}`, size && `"size": ${size.text}`]
      .filter((part) => part !== undefined)
      .join(", ");
    const isCount = how === "did";
    return {
      text: `${how}("${name}"${where === "" ? "" : `, {${where}}`}${isCount && days !== undefined ? `, ${days}` : ""})`,
      means: (world, item) => {
        const [wantedKind, wantedSize] = [kind?.means(world, item), size?.means(world, item)];
        const ages = world.facts
          .filter((fact) => {
            const isKind = kind === undefined || (wantedKind !== undefined && fact.kind === wantedKind);
            const given = typeof fact.size === "number" || typeof fact.size === "bigint" ? fact.size : undefined;
            const exact = typeof given === "number" && Number.isSafeInteger(given) ? BigInt(given) : given;
            const isSize =
              size === undefined ||
              (wantedSize !== undefined && exact !== undefined && compareValues(exact, wantedSize) === 0);
            return fact.name === name && ageOf(fact) >= 0 && isKind && isSize;
          })
          .map(ageOf);
        if (isCount) return BigInt(ages.filter((age) => days === undefined || age <= days * DAY).length);
        return ages.length === 0 ? undefined : BigInt(Math.floor(Math.min(...ages) / DAY));
      },
    };
  });
}
const atOf = (fact: Fact) => now - Math.round(fact.daysAgo * DAY);
const ageOf = (fact: Fact) => now - atOf(fact);

const existsPrograms: fc.Arbitrary<Program<boolean>> = fc
  .tuple(listField, programs(true).truth)
  .map(([list, test]) => ({
    text: `${list.text}.exists(x, ${test.text})`,
    means: (world) => (list.means(world) ?? []).some((item) => test.means(world, item) === true),
  }));

const rawOf = (held: Record<string, Held>) =>
  Object.fromEntries(Object.entries(held).map(([name, { raw }]) => [name, raw]));

function scopeOf(world: World): RuleScope {
  const product: ProductSet = {
    id: 1,
    code: "P",
    category: "garden",
    priceMinor: 1,
    currency: "GBP",
    tags: [],
    attributes: rawOf(world.product),
  };
  const events = world.facts.map((fact): RuleEvent => ({
    name: fact.name,
    at: atOf(fact),
    properties: { kind: fact.kind, size: fact.size },
  }));
  return {
    customer: { attributes: rawOf(world.customer), eventsNamed: eventHistory(events), affinityByCategory: affinities },
    product,
    context: { slot: "hero", channel: "email", locale: "en", date: today, nowMs: now, attributes: {} },
  };
}

/** One customer asked about the products of all worlds: from the second on her past answers from an index. */
function ofOneCustomer(worlds: readonly World[]): readonly { readonly world: World; readonly scope: RuleScope }[] {
  const [first] = worlds;
  if (first === undefined) return [];
  const { customer } = scopeOf(first);
  return worlds.map(({ product }) => {
    const world = { ...first, product };
    return { world, scope: { ...scopeOf(world), customer } };
  });
}

/** How many of the random rules were small enough to be asked. */
function askAll(truths: fc.Arbitrary<Program<boolean>>, numRuns: number): number {
  let asked = 0;
  const property = fc.property(truths, fc.array(worlds, { minLength: 1, maxLength: 4 }), (program, some) => {
    const compiled = compileRule(program.text, vocabulary);
    const faults = compiled.ok ? [] : compiled.error.map(({ message }) => message);
    expect(faults.filter((message) => !/nested more|than 600 parts|at most 4000/.test(message))).toEqual([]);
    if (!compiled.ok) return;
    asked += 1;
    const fromJson = compileTest(JSON.parse(JSON.stringify(compiled.value.expr)));
    const parts = Object.values(splitRule(compiled.value.expr)).map((part) => compileTest(part));
    for (const { world, scope } of [
      ...some.map((world) => ({ world, scope: scopeOf(world) })),
      ...ofOneCustomer(some),
    ]) {
      const expected = program.means(world) === true;
      expect(compiled.value.evaluate(scope)).toBe(expected);
      expect(fromJson(scope)).toBe(expected);
      expect(parts.every((part) => part(scope))).toBe(expected);
    }
  });
  fc.assert(property, { numRuns });
  return asked;
}

describe("random rules answer what the plain meaning says, whole, from JSON and cut into parts, and never throw", () => {
  it("over every operator", () => {
    expect(askAll(programs(false).truth, 1_500)).toBeGreaterThan(1_000);
  });

  it("over the customer's past", () => {
    const { event, small } = programs(false);
    const counts = fc.tuple(fc.constantFrom("==", "<", ">="), event, small).map(([sign, left, right]) => ({
      text: `${left.text} ${sign} ${right.text}`,
      means: both(left, right, (x, y) => holds[sign]?.(compareValues(x, y))),
    }));
    expect(askAll(counts, 500)).toBeGreaterThan(400);
  });
});
