import { partsOf, type ListExpr, type RuleExpr } from "#content/rule-ast.ts";

/**
 * True where a rule surely does not hold for somebody of whom nothing is declared: then only customers with a row of
 * attributes need to be looked at. False says nothing.
 */
export function needsAttributes(expr: RuleExpr): boolean {
  switch (expr.op) {
    case "and":
      return expr.items.some(needsAttributes);
    case "or":
      return expr.items.every(needsAttributes);
    case "has":
      return isMissing(expr.field);
    case "field":
      return isMissing(expr);
    case "compare":
    case "text":
      return partsOf(expr).some(isMissing);
    case "in":
      return isMissing(expr.value) || isMissing(expr.list);
    case "exists":
      return isMissing(expr.list);
    default:
      return false;
  }
}

/** The value is surely missing where nothing is declared. */
function isMissing(expr: RuleExpr | ListExpr): boolean {
  switch (expr.op) {
    case "field":
      return expr.of === "customer";
    case "arithmetic":
    case "negate":
    case "convert":
    case "lowerAscii":
    case "size":
      return partsOf(expr).some(isMissing);
    default:
      return false;
  }
}
