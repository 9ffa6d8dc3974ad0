import type { PredictionRuleInput } from "./prediction-rule.ts";

/** A rule over predictions in CEL: its source, or its prediction's score and threshold, within its dates. */
export function conditionOf({
  kind,
  prediction,
  when,
  threshold = 0,
  startsOn,
  endsOn,
}: Pick<PredictionRuleInput, "kind" | "prediction" | "when" | "threshold" | "startsOn" | "endsOn">): string {
  const score = `score("${prediction}") ${kind === "cluster" ? "==" : ">="} ${doubleText(threshold)}`;
  const parts = [
    ...(startsOn === null ? [] : [`context.date >= date("${startsOn}")`]),
    ...(endsOn === null ? [] : [`context.date <= date("${endsOn}")`]),
    when === undefined ? score : `(${when})`,
  ];
  return parts.join(" && ");
}

/** CEL tells 1 from 1.0. */
function doubleText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
