import { err, ok, type Result } from "#kernel/result.ts";
import { Liquid, LiquidError, Tokenizer, TypeGuards, type Template, type TopLevelToken } from "liquidjs";
import { contextFilters } from "./context-filters.ts";
import { authorFilters } from "./liquid-filters.ts";

export type LiquidFault = {
  readonly message: string;
  readonly line: number;
  /** The text of the output or tag at fault: finds the line in the source where this one was compiled from it. */
  readonly near?: string;
};

/** `author`: what a person writes. `compiled`: the same plus the context filters that the compiler adds. */
export type LiquidDialect = "author" | "compiled";

const MAX_SOURCE = 400_000;
const MAX_DEPTH = 32;

/** No tag that reaches another template (include, render, layout), prints by itself (echo, cycle, tablerow) or turns parsing off (raw). */
const tags = new Set(["if", "unless", "case", "for", "assign", "capture", "comment"]);

function engineWith(filters: Iterable<readonly [string, (value: unknown) => unknown]>): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: MAX_SOURCE,
    renderLimit: 200,
    memoryLimit: 1_000_000,
    templates: {},
  });
  for (const name of Object.keys(engine.tags)) if (!tags.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) engine.unregisterFilter(name);
  for (const [name, filter] of filters) engine.registerFilter(name, filter);
  return engine;
}

const engines: Record<LiquidDialect, Liquid> = {
  author: engineWith(authorFilters),
  compiled: engineWith([...authorFilters, ...contextFilters({ allowLoopbackHttp: false })]),
};

/** The engine itself: the reference against which our own renderer is compared. */
export function referenceEngine(): Liquid {
  return engines.compiled;
}

/**
 * Liquid's own tokens of a source. Everything that looks at Liquid uses this tokenizer and no pattern of its own: two
 * readers that disagree about where an output ends are a hole in the escaping.
 */
export function tokenizeLiquid(source: string): Result<readonly TopLevelToken[], LiquidFault> {
  try {
    return ok(new Tokenizer(source).readTopLevelTokens());
  } catch (thrown) {
    return err(faultOf(thrown));
  }
}

/** Parses a source of the dialect; refuses what is too long, nested too deeply, or uses a tag or filter that is not allowed. */
export function parseLiquid(source: string, dialect: LiquidDialect): Result<Template[], LiquidFault> {
  if (source.length > MAX_SOURCE) return err({ message: `longer than ${MAX_SOURCE} characters`, line: 1 });
  const tokens = tokenizeLiquid(source);
  if (!tokens.ok) return tokens;
  // The parser recurses: a deep nest would end in a RangeError at a depth that depends on the machine.
  const tooDeep = firstTooDeep(tokens.value);
  if (tooDeep !== undefined) return err({ message: `nested deeper than ${MAX_DEPTH}`, line: tooDeep });
  try {
    return ok(engines[dialect].parse(source));
  } catch (thrown) {
    return err(faultOf(thrown));
  }
}

function firstTooDeep(tokens: readonly TopLevelToken[]): number | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (!TypeGuards.isTagToken(token)) continue;
    if (token.name.startsWith("end")) depth -= 1;
    else if (tags.has(token.name) && token.name !== "assign") depth += 1;
    if (depth > MAX_DEPTH) return lineOf(token);
  }
  return undefined;
}

/** The line of a token, counted from 1. */
export function lineOf(token: { getPosition(): number[] }): number {
  return token.getPosition()[0] ?? 1;
}

function faultOf(thrown: unknown): LiquidFault {
  if (!LiquidError.is(thrown)) throw thrown;
  return { message: thrown.message.replace(/, line:\d+, col:\d+$/, ""), line: lineOf(thrown.token) };
}
