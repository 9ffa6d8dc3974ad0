export type Direction = "ltr" | "rtl";

const rightToLeft = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"]);
const rightToLeftScripts = /-(arab|hebr|syrc|thaa|nkoo|adlm|rohg)\b/i;

/** The writing direction of a BCP 47 language: its script where the tag names one, else its usual script. */
export function directionOf(lang: string): Direction {
  if (rightToLeftScripts.test(lang)) return "rtl";
  if (/-[a-z]{4}\b/i.test(lang)) return "ltr";
  return rightToLeft.has(lang.split("-", 1)[0]?.toLowerCase() ?? "") ? "rtl" : "ltr";
}
