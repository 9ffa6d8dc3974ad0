import { problems } from "#kernel/problem.ts";

/** docs/generated/problems.md: every refusal that can leave the house, from the table that makes them. */
export function problemsPage(): string {
  const rows = Object.entries(problems).map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`);
  return [
    "# Problems",
    "",
    "Each refusal is a problem document (RFC 9457, `application/problem+json`). `type` is `/problems#<code>`; `errors` points",
    "at the faulty places of the body by JSON Pointer (RFC 6901). A code never changes its meaning, and a status is looked up",
    "from a code, never the other way. Made from `src/kernel/problem.ts` by `npm run generate`.",
    "",
    "| Code | Status | Title |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
