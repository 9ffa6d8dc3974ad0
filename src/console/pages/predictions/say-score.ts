import type { CustomerScore } from "#predict/registry/scores/list-customer-scores.ts";
import { percent } from "./percent.ts";

const amounts = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A score as its task means it: a chance, an amount, a group, a thing. */
export function sayScore({ task, score, extra }: Pick<CustomerScore, "task" | "score" | "extra">): string {
  if (task === "spending") return amounts.format(score);
  if (task === "cluster") return wordOf(extra["cluster"]) ?? `group ${score}`;
  if (task === "sale") {
    const item = wordOf(extra["item"]);
    return item === undefined ? amounts.format(score) : `${item}, ${amounts.format(score)}`;
  }
  return percent(score);
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
