import { z } from "zod";
import { auditedFacts } from "#customers/audited-facts.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { ok } from "#kernel/result.ts";
import { type PreferencesInput, preferencesSchema } from "#messages/preferences/preferences.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { defineOperation } from "#web/operation.ts";
import { preferencesView } from "./api-shapes.ts";
import { customerCode } from "./get-preferences.ts";
import { viewOfPreferences } from "./view-preferences.ts";

const body = preferencesSchema.extend({
  source: z
    .string()
    .min(1)
    .max(50)
    .describe("Where she chose.")
    .meta({ examples: ["call-centre"] }),
  wording: z.string().min(1).max(2_000).describe("The words that she agreed to: they go into the consent records."),
});

export function putPreferences(deps: CustomerDeps) {
  return defineOperation({
    operationId: "putPreferences",
    method: "put",
    path: "/v1/customers/:code/preferences",
    tag: "Preferences",
    summary: "Record what a customer chose",
    description:
      "On her behalf: a call centre, a shop, a form of the vendor's own. What is not named stays as it is. Messages that nobody holds yet follow at once.",
    scope: "customers:write",
    params: customerCode,
    body,
    success: { status: 200, description: "Her choices as they stand.", schema: preferencesView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "not_found", "invalid_content"],
    handle: async ({ actor, params, body: { source, wording, ...choice } }) => {
      const proof = { actorKind: actor.kind, actorId: actor.id };
      const saved = await savePreferences({
        deps: auditedFacts(deps, { actor, action: "put-preferences", code: params.code, detail: namedIn(choice) }),
        customerCode: params.code,
        choice,
        source,
        wording,
        proof,
      });
      return saved.ok ? ok(await viewOfPreferences(deps, saved.value)) : saved;
    },
  });
}

/** What was chosen about, and nothing of what was chosen. */
function namedIn(choice: PreferencesInput) {
  return { fields: Object.keys(choice), newsletters: choice.newsletters.map(({ code }) => code) };
}
