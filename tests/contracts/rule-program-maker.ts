import { partsOf, typeOf, type ListExpr, type RuleExpr } from "#content/rule-ast.ts";
import { type Random, randomInt } from "#kernel/random.ts";

/** Values on which back ends like to disagree. */
export const texts = [
  "",
  "a",
  "garden",
  "Garden",
  "GARDEN x",
  "\uFFFD",
  "\uE000",
  "🌱",
  "🌱x",
  "x🌱",
  "ÄA",
  `"'\\`,
  "\n",
  "ß",
  "e\u0301",
  "é",
  "%_",
  "'; drop table customers; --",
  "2026-03-29",
  "1",
];
export const ints = [
  0n,
  1n,
  -1n,
  2n,
  7n,
  -7n,
  86_400n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  -(2n ** 53n) - 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  3_037_000_500n,
];
export const doubles = [
  0,
  -0,
  1,
  0.1,
  0.3,
  0.1 + 0.2,
  0.5,
  1.5,
  -2.5,
  7,
  19.99,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  -(2 ** 63) - 2048,
  2 ** 63 - 1024,
  1.7976931348623157e308,
  2.2250738585072014e-308,
];
export const dates = [
  "2024-02-29",
  "0100-01-01",
  "9999-12-31",
  "1969-12-31",
  "1970-01-01",
  "2026-03-28",
  "2026-03-29",
  "2026-03-30",
  "2026-10-25",
];

type Type = "string" | "int" | "double" | "bool" | "date" | "truth";
/** A chooser of programs: `inside` is true inside an `exists`, whose variable is `x`. */
type Maker = { readonly random: Random; readonly inside: boolean };
type Production = (maker: Maker, depth: number) => string;

function pick<T>({ random }: Maker, from: readonly T[]): T {
  return from[randomInt(random, from.length)] as T;
}

const quoted = (text: string) => JSON.stringify(text);
const written = (value: number) => {
  const digits = Object.is(value, -0) ? "-0.0" : String(value);
  return `(${/[.e]/.test(digits) ? digits : `${digits}.0`})`;
};

function make(type: Type, maker: Maker, depth: number): string {
  const productions = depth <= 0 ? leaves[type] : [...leaves[type], ...branches[type], ...branches[type]];
  return pick(maker, productions)(maker, depth - 1);
}

const choice =
  (type: Type): Production =>
  (m, d) =>
    `(${make("truth", m, d)} ? ${make(type, m, d)} : ${make(type, m, d)})`;
const binary =
  (operators: readonly string[], left: Type, right: Type): Production =>
  (m, d) =>
    `(${make(left, m, d)} ${pick(m, operators)} ${make(right, m, d)})`;
const orders = ["==", "!=", "<", "<=", ">", ">="];

const leaves: Readonly<Record<Type, readonly Production[]>> = {
  string: [
    (m) => quoted(pick(m, texts)),
    (m) => pick(m, ["customer.s", "customer.t"]),
    (m) => (m.inside ? "x" : "customer.s"),
  ],
  int: [(m) => `(${pick(m, ints)})`, (m) => pick(m, ["customer.i", "customer.j"])],
  double: [(m) => written(pick(m, doubles)), (m) => pick(m, ["customer.d", "customer.e"])],
  bool: [(m) => pick(m, ["true", "false"]), () => "customer.b"],
  date: [
    (m) => `date(${quoted(pick(m, dates))})`,
    (m) => pick(m, ["customer.on", "customer.until"]),
    () => "context.date",
  ],
  truth: [
    () => "customer.b",
    (m) => `has(customer.${pick(m, ["s", "i", "d", "b", "on", "l"])})`,
    (m) => `inSegment(${quoted(pick(m, ["odd", "few"]))})`,
    (m) => pick(m, ["true", "false"]),
  ],
};

const where: Production = (m, d) => {
  const conditions = [
    () => `kind: ${make("string", m, d)}`,
    () => `kind: "garden"`,
    () => `"size": ${make(pick(m, ["int", "double"]), m, d)}`,
    () => `size: 1`,
    () => `size: 19.99`,
    () => `flag: ${make("bool", m, d)}`,
    () => `flag: true`,
    () => `on: ${make("date", m, d)}`,
    () => `category: "garden"`,
    () => `category: ${make("string", m, d)}`,
    () => `product: "P1"`,
    () => `account: ${quoted(pick(m, ["card", "loan"]))}`,
    () => `status: ${quoted(pick(m, ["open", "closed"]))}`,
    () => `credit_limit: "2000-5000"`,
    () => `${quoted(`odd"name`)}: 1`,
  ];
  return `{${pick(m, conditions)()}${pick(m, [() => "", () => `, ${pick(m, conditions)()}`])()}}`;
};
const eventName: Production = (m) =>
  quoted(pick(m, ["purchase", "click", "account activity", "account opened", "account closed", "never"]));
const did: Production = (m, d) => {
  const more = pick(m, ["", `, ${where(m, d)}`, `, ${where(m, d)}`]);
  return `did(${eventName(m, d)}${more}${pick(m, ["", ", 2", ", 30"])})`;
};
const daysSince: Production = (m, d) => `daysSince(${eventName(m, d)}${pick(m, ["", `, ${where(m, d)}`])})`;
const list =
  (type: Type): Production =>
  (m, d) =>
    `[${Array.from({ length: 1 + randomInt(m.random, 3) }, () => make(type, m, d)).join(", ")}]`;

const branches: Readonly<Record<Type, readonly Production[]>> = {
  string: [
    (m, d) => `(${make("string", m, d)} + ${make("string", m, d)})`,
    (m, d) => `${make("string", m, d)}.lowerAscii()`,
    choice("string"),
  ],
  int: [
    binary(["+", "-", "*", "/", "%"], "int", "int"),
    binary(["+", "-", "*"], "int", "int"),
    binary(["+", "-", "*"], "int", "int"),
    (m, d) => `(-${make("int", m, d)})`,
    (m, d) => `int(${make("double", m, d)})`,
    (m, d) => `size(${make("string", m, d)})`,
    (m) => `${pick(m, ["customer.l", "customer.m"])}.size()`,
    (m, d) => `size(${list("string")(m, d)})`,
    (m, d) => `(${make("date", m, d)} - ${make("date", m, d)})`,
    did,
    daysSince,
    choice("int"),
  ],
  double: [
    binary(["+", "-", "*", "/"], "double", "double"),
    (m, d) => `(-${make("double", m, d)})`,
    (m, d) => `double(${make("int", m, d)})`,
    (m, d) => `affinity(${make("string", m, d)})`,
    () => `affinity("garden")`,
    () => `score("hot")`,
    choice("double"),
  ],
  bool: [choice("bool"), (m, d) => make("truth", m, d)],
  date: [
    (m, d) => `(${make("date", m, d)} ${pick(m, ["+", "-"])} ${make("int", m, d)})`,
    (m, d) => `(${make("int", m, d)} + ${make("date", m, d)})`,
    (m) => `(${pick(m, ["customer.on", "context.date"])} ${pick(m, ["+", "-"])} ${pick(m, ["1", "366", "700000"])})`,
    choice("date"),
  ],
  truth: [
    (m, d) => `!(${make("bool", m, d)})`,
    (m, d) => `(${make("bool", m, d)} ${pick(m, ["&&", "||"])} ${make("bool", m, d)})`,
    (m, d) => `(${[1, 2, 3].map(() => make("truth", m, d)).join(pick(m, [" && ", " || "]))})`,
    binary(orders, "int", "int"),
    binary(orders, "int", "double"),
    binary(orders, "double", "int"),
    binary(orders, "double", "double"),
    binary(orders, "string", "string"),
    binary(orders, "date", "date"),
    binary(["==", "!="], "bool", "bool"),
    (m, d) => `(${did(m, d)} ${pick(m, orders)} ${pick(m, ["0", "1", "2"])})`,
    (m, d) => `(${daysSince(m, d)} ${pick(m, orders)} ${pick(m, ["0", "1", "30"])})`,
    (m) => `(affinity("garden") ${pick(m, orders)} ${pick(m, ["0.0", "0.5", "customer.d"])})`,
    (m) => `(score("hot") ${pick(m, orders)} ${pick(m, ["0.0", "0.5", "customer.d"])})`,
    ...(["int", "double", "string", "date", "bool"] as const).map(
      (type): Production =>
        (m, d) =>
          `(${make(type, m, d)} in ${list(type)(m, d)})`,
    ),
    (m) => `(customer.i in [${pick(m, ints)}, ${pick(m, ints)}])`,
    (m) => `(customer.d in [${pick(m, ints)}, ${written(pick(m, doubles))}])`,
    (m) => `(customer.s in [${quoted(pick(m, texts))}, ${quoted(pick(m, texts))}])`,
    (m, d) => `(${make("string", m, d)} in ${pick(m, ["customer.l", "customer.m"])})`,
    (m, d) => `${make("string", m, d)}.${pick(m, ["contains", "startsWith", "endsWith"])}(${make("string", m, d)})`,
    (m, d) => (m.inside ? make("truth", m, d) : exists(m, d)),
    (m, d) => (m.inside ? `(x == ${make("string", m, d)})` : exists(m, d)),
    choice("truth"),
  ],
};

function exists(m: Maker, depth: number): string {
  const over = pick(m, [() => "customer.l", () => "customer.m", () => list("string")(m, depth)])();
  return `${over}.exists(x, ${make("truth", { ...m, inside: true }, depth)})`;
}

/** A random rule about customers, as source. Some are too large, and are refused. */
export function makeRule(random: Random): string {
  return make("truth", { random, inside: false }, 1 + randomInt(random, 4));
}

/** What of the language a rule speaks, each kind of node with its operator and types. */
export function kindsIn(expr: RuleExpr | ListExpr): ReadonlySet<string> {
  return new Set([kindOf(expr), ...partsOf(expr).flatMap((part) => [...kindsIn(part)])]);
}

function kindOf(expr: RuleExpr | ListExpr): string {
  switch (expr.op) {
    case "literal":
    case "if":
    case "negate":
    case "convert":
      return `${expr.op} ${expr.type}`;
    case "field":
      return `${expr.of} ${expr.type}`;
    case "compare":
      return `${typeOf(expr.left)} ${expr.how} ${typeOf(expr.right)}`;
    case "arithmetic":
      return `${typeOf(expr.left)} ${expr.how} ${typeOf(expr.right)}`;
    case "in":
      return `in ${expr.list.op === "list" ? `list of ${expr.list.of}` : "field"}`;
    case "exists":
      return `exists in ${expr.list.op}`;
    case "list":
      return `list of ${expr.of}`;
    case "text":
      return expr.how;
    case "size":
      return `size of ${expr.item.op === "list" ? "list" : typeOf(expr.item)}`;
    case "did":
      return `did${expr.days === undefined ? "" : " in days"}${ofAccounts(expr.event)}`;
    case "daysSince":
      return `daysSince${ofAccounts(expr.event)}`;
    default:
      return expr.op;
  }
}

function ofAccounts(event: string): string {
  return event.startsWith("account ") ? " of accounts" : "";
}

/** All that `kindsIn` can say of rules about customers. */
export const allKinds: readonly string[] = [
  ...["string", "int", "double", "bool", "date"].map((type) => `literal ${type}`),
  ...["string", "int", "double", "bool", "date", "strings"].map((type) => `customer ${type}`),
  "context date",
  "item",
  ...["string", "int", "double", "bool", "date"].map((type) => `if ${type}`),
  "and",
  "or",
  "not",
  ...orders.flatMap((how) => [
    `int ${how} int`,
    `int ${how} double`,
    `double ${how} int`,
    `double ${how} double`,
    `string ${how} string`,
    `date ${how} date`,
  ]),
  "bool == bool",
  "bool != bool",
  ...["+", "-", "*", "/", "%"].map((how) => `int ${how} int`),
  ...["+", "-", "*", "/"].map((how) => `double ${how} double`),
  "string + string",
  "date + int",
  "int + date",
  "date - int",
  "date - date",
  "negate int",
  "negate double",
  "convert int",
  "convert double",
  ...["string", "int", "double", "date", "bool"].map((type) => `in list of ${type}`),
  ...["string", "int", "double", "date", "bool"].map((type) => `list of ${type}`),
  "in field",
  "exists in field",
  "exists in list",
  "contains",
  "startsWith",
  "endsWith",
  "lowerAscii",
  "size of string",
  "size of strings",
  "size of list",
  "has",
  "did",
  "did in days",
  "daysSince",
  "did of accounts",
  "did in days of accounts",
  "daysSince of accounts",
  "affinity",
  "inSegment",
  "score",
];
