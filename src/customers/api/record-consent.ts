import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import { auditedFacts } from "#customers/audited-facts.ts";
import { consentChannel, consentTopic } from "#customers/consent-scope.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordConsent } from "#customers/record-consent.ts";
import { codeParams, origin, recordedSchema } from "./schemas.ts";

const body = z.strictObject({
  at: origin.at.describe("When she said so, epoch ms; now where it is absent."),
  source: origin.source,
  purpose: z.enum(["receive", "track"]),
  channel: consentChannel.default("").describe('"" is every channel.'),
  topic: consentTopic.default("").describe('"" is every topic.'),
  state: z.enum(["granted", "withdrawn"]),
  wording: z.string().max(4_000).default("").describe("The words that she agreed to; a grant needs them."),
  proof: z.record(z.string().max(50), z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
});

export function recordConsentOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordConsent",
    method: "post",
    path: "/v1/customers/:code/consents",
    tag: "customers",
    summary: "Record that she granted or withdrew consent",
    description: "A record is never changed, only followed by a newer one. It lifts no suppression.",
    scope: "customers:write",
    params: codeParams,
    body,
    success: { status: 200, description: "It is recorded.", schema: recordedSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params: { code }, body: input }) =>
      recordConsent({ deps: auditedFacts(deps, { actor, action: "record-consent", code }), code, input }),
  });
}
