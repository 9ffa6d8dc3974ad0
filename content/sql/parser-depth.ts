/**
 * How many symbols SQLite's parser has open at the deepest place of an expression, rounded up. It is an LALR(1) parser (Lemon)
 * whose stack has 100 places (YYSTACKDEPTH; it grows from SQLite 3.46 on), and a statement that needs more is refused. A
 * bracket keeps open what stands before it on its own level: a function's name, the clauses of a SELECT, the branches of a
 * CASE, the left side of an operator.
 */
export function parserDepth(sql: string): number {
  const below: Level[] = [];
  let level: Level = { cost: 0, operator: 0 };
  let [sum, deepest, previous] = [0, 0, ""];
  for (const [token] of sql.matchAll(TOKENS)) {
    if (token === "(") {
      below.push(level);
      sum += level.cost + level.operator;
      level = { cost: isFunction(previous) ? 3 : 1, operator: 0 };
    } else if (token === ")") {
      level = below.pop() ?? level;
      sum -= level.cost + level.operator;
    } else level = after(level, token);
    deepest = Math.max(deepest, sum + level.cost + level.operator);
    previous = token;
  }
  return deepest;
}

/** `operator`: its left side and itself; the next one of the level takes its place. */
type Level = { readonly cost: number; readonly operator: number };

const TOKENS = /[A-Za-z_]\w*|\(|\)|,|[=<>|+*/%-]+/g;

const costs: ReadonlyMap<string, number> = new Map([
  ["with", 4],
  ["select", 3],
  ["from", 3],
  ["where", 2],
  ["case", 2],
  ["when", 3],
  ["then", 1],
  ["else", 0],
  ["end", -6],
  ["as", 1],
]);
const operators = new Set(["and", "or", "not", "is", "in", "exists", "filter", "cross", "join", "on", "having"]);

function after(level: Level, token: string): Level {
  const cost = costs.get(token);
  if (cost !== undefined) return { cost: Math.max(0, level.cost + cost), operator: 0 };
  if (token === ",") return { cost: level.cost, operator: 2 };
  return operators.has(token) || !/\w/.test(token) ? { cost: level.cost, operator: 3 } : level;
}

function isFunction(word: string): boolean {
  return /^\w/.test(word) && !costs.has(word) && !operators.has(word);
}
