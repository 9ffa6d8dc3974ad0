import type { TemplateFault } from "#templates/template-fault.ts";

/** Where a template's fault stands in the request: "/strings/de/subject". What came of the MJML is put right in the MJML. */
export function faultPointer({ part, key }: TemplateFault["where"]): string {
  const root = part === "html" ? "/mjml" : `/${part}`;
  if (key === undefined) return root;
  const dot = part === "strings" ? key.indexOf(".") : -1;
  const steps = dot === -1 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
  return [root, ...steps.map((step) => step.replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}
