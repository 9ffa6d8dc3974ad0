import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { countRule, type RuleCount } from "#segments/count-rule.ts";
import { segmentCode } from "#segments/segment.ts";
import { securityHeaders } from "#web/pages/security-headers.ts";
import { type ConsolePage, notice, type Scene } from "#console/scene.tsx";
import { count } from "#console/words.tsx";
import { liveCountPath, liveCountScript } from "./live-count-script.ts";

const PATH = "/console/segment-count";

export const segmentCountPages: readonly ConsolePage[] = [
  { method: "post", path: PATH, scope: "customers:read", handle: countDraft },
  { method: "get", path: liveCountPath, scope: "customers:read", handle: script },
];

/** What the script shows: words, and whether the exact number is still to be asked for. */
async function countDraft(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  const shape = { when: "one", code: "one", exact: "one" } as const;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const code = segmentCode.safeParse(fields.value.one("code"));
  const counted = await countRule(deps, {
    when: fields.value.one("when"),
    code: code.success ? code.data : undefined,
    exact: fields.value.one("exact") === "1",
  });
  const answer = counted.ok
    ? { words: countWords(counted.value), isOpen: counted.value.exact === undefined }
    : { words: counted.error.faults?.[0]?.message ?? "", isOpen: false };
  return Response.json(answer, {
    headers: { "cache-control": "private, no-store", "x-content-type-options": "nosniff" },
  });
}

/** A count for a reader; an estimate with what it may be off by. */
export function countWords({ estimate, exact }: RuleCount): string {
  if (exact !== undefined) return `${count(exact)} ${exact === 1 ? "customer" : "customers"}.`;
  const { low, high } = estimate;
  return `About ${count(estimate.count)} customers (${count(low)} to ${count(high)}). Counting exactly …`;
}

async function script({ deps }: Scene): Promise<Response> {
  return new Response(liveCountScript, {
    headers: {
      ...securityHeaders(deps.publicUrl.startsWith("https:")),
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "private, no-store",
    },
  });
}
