import { sql } from "drizzle-orm";
import { checkRule } from "#content/check-rule.ts";
import { partsOf, type ListExpr, type RuleExpr } from "#content/rule-ast.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import type { Store } from "#store/store.ts";
import { listAllSegments } from "./segment.ts";

/** What asks for a segment: other segments and live vendor rules. In words, "rule spring-offer". */
export async function findUsers(store: Store, code: string): Promise<readonly string[]> {
  const [segments, vocabulary, rules] = await Promise.all([
    listAllSegments(store),
    loadVocabulary(store),
    store.read<{ name: string; source: string }>(
      sql`select name, source from vendor_rules where state = 'live' order by name`,
    ),
  ]);
  return [
    ...segments.filter(({ uses }) => uses.includes(code)).map((segment) => `segment ${segment.code}`),
    ...rules
      .filter(({ source }) => {
        const checked = checkRule(source, vocabulary);
        return checked.ok && asksFor(checked.value.expr, code);
      })
      .map(({ name }) => `rule ${name}`),
  ];
}

function asksFor(expr: RuleExpr | ListExpr, code: string): boolean {
  return (expr.op === "inSegment" && expr.code === code) || partsOf(expr).some((part) => asksFor(part, code));
}
