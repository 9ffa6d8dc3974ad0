import { Environment, ParseError, type ASTNode } from "@marcbachmann/cel-js";
import { err, ok, type Result } from "#kernel/result.ts";
import { faultAt, type RuleFault } from "./rule-fault.ts";

/**
 * A rule is read by people and run a million times: what does not fit these bounds is several rules, or a list that belongs
 * into an attribute. All are checked before anything is evaluated.
 */
export const ruleLimits = {
  /** UTF-16 units of the source. */
  sourceLength: 4_000,
  /** Nodes of the tree: names, literals, operators. */
  nodes: 600,
  /** Brackets, calls and operators inside one another; a chain of `&&` or `||` counts once. */
  depth: 32,
  /** Items of a list written in the rule. */
  listItems: 200,
  /** Properties of one event condition. */
  eventConditions: 8,
} as const;

// Only the library's grammar is used; its evaluator and its functions are not.
const grammar = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: ruleLimits.nodes,
    maxDepth: ruleLimits.depth,
    maxListElements: ruleLimits.listItems,
    maxMapEntries: ruleLimits.eventConditions,
    maxCallArguments: 4,
  },
});

/** Source to syntax tree. CEL's grammar finds one fault at a time; the type check behind it names all. */
export function parseRule(source: string): Result<ASTNode, readonly RuleFault[]> {
  const whole = { start: 0, end: source.length };
  if (source.length > ruleLimits.sourceLength) {
    const words = `The rule has ${source.length} characters; at most ${ruleLimits.sourceLength} are read. Make several rules of it.`;
    return err([faultAt(source, { start: ruleLimits.sourceLength, end: source.length }, words)]);
  }
  if (source.trim() === "") return err([faultAt(source, whole, "The rule is empty.")]);
  if (!source.isWellFormed()) {
    return err([faultAt(source, whole, "The rule holds half of a character (an unpaired surrogate).")]);
  }
  try {
    return ok(grammar.parse(source).ast);
  } catch (error) {
    if (error instanceof ParseError) return err([syntaxFault(source, error)]);
    // The grammar's recursion over prefix operators is bounded by the source length, not by its depth limit.
    if (error instanceof RangeError) return err([faultAt(source, whole, tooDeep)]);
    throw error;
  }
}

export const tooDeep = `The rule is nested more than ${ruleLimits.depth} deep.`;

const words: Readonly<Record<string, string>> = {
  unterminated_string: "This text has no closing quotation mark.",
  unterminated_triple_quoted_string: "This text has no closing quotation marks.",
  newline_in_string: "A text in quotation marks ends on its own line.",
  invalid_number: "This number is too large.",
  invalid_integer: "This is not a whole number.",
  invalid_hex_integer: "This is not a hexadecimal number.",
  invalid_exponent: "The exponent of this number is missing.",
  invalid_macro_argument: "This function does not take that.",
};

const limitWords: ReadonlyArray<readonly [limit: string, words: string]> = [
  ["maxAstNodes", `The rule has more than ${ruleLimits.nodes} parts. Make several rules of it.`],
  ["maxDepth", tooDeep],
  ["maxListElements", `A list in a rule has at most ${ruleLimits.listItems} items.`],
  ["maxMapEntries", `An event condition has at most ${ruleLimits.eventConditions} properties.`],
  ["maxCallArguments", "No function of a rule takes that many arguments."],
];

function syntaxFault(source: string, error: ParseError): RuleFault {
  const span = error.range ?? error.node ?? { start: 0, end: source.length };
  const isAtEnd = span.start >= source.length;
  if (error.code === "limit_exceeded") {
    const limit = limitWords.find(([name]) => error.summary.includes(name));
    return faultAt(source, span, limit?.[1] ?? error.summary);
  }
  if (isAtEnd) return faultAt(source, span, "The rule ends too early: something is missing here.");
  const found = source.slice(span.start, span.end);
  if (found === "=") return faultAt(source, span, `"=" is not an operator here; write "==".`);
  if (found === "&" || found === "|") return faultAt(source, span, `Write "${found}${found}".`);
  const isUnexpected = ["unexpected_character", "unexpected_token", "expected_token"].includes(error.code);
  return faultAt(
    source,
    span,
    isUnexpected ? `"${found}" is not expected here.` : (words[error.code] ?? `${error.summary}.`),
  );
}
