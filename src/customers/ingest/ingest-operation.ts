import { z } from "zod";
import type { Timer } from "#kernel/clock.ts";
import type { Problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { readBody } from "#web/read-body.ts";
import type { Scope } from "#access/scopes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { Admission } from "./admission.ts";
import { type IngestCall, ingestBody } from "./ingest-body.ts";
import type { IngestAnswer } from "./ingest-items.ts";
import { INGEST_LIMITS } from "./ingest-limits.ts";

export type IngestDeps = CustomerDeps & { readonly timer: Timer; readonly admission: Admission };

const answerSchema = z.object({
  accepted: z.int().describe("New facts."),
  duplicates: z.int().describe("Facts whose messageId was known, or came twice in this call."),
  erased: z.int().describe("Facts of customers who were erased: nothing of them is kept."),
  rejected: z
    .array(z.object({ index: z.int(), faults: z.array(z.object({ pointer: z.string(), message: z.string() })) }))
    .describe("Items that are no facts. They are kept, sealed, for the operator."),
  clamped: z.array(z.int()).describe("Items from more than an hour ahead: they count as of their arrival."),
  withheld: z
    .array(z.string())
    .describe(
      "JSON Pointers to what needs a server key (scope `ingest:trusted`) and was not done: another profile value, address, attribute or demographic value, a grant of consent to be followed or a merge that brings one, for a customer who existed before this call; a grant of consent to receive, an order, a return, a registration or a call for anybody. It is kept with its event (a call's note is not) and counts for nothing else.",
    ),
  undeclaredTraits: z.int().describe("Traits without a declared attribute: they are kept with their events."),
});

type Described = {
  readonly operationId: string;
  readonly path: string;
  readonly call: IngestCall["call"];
  readonly summary: string;
  readonly body: string;
};

const TRUSTED: Scope = "ingest:trusted";

const LEVELS =
  "A key of scope `ingest` alone may stand in public pages: it adds events, survey answers, anonymous ids and new customers with their consent to be followed, fills what is empty in a known customer's profile, and withdraws the consent of whom nobody knows by a code yet. Its messageIds are a space of their own. Only a key that also has `ingest:trusted`, kept on a server, replaces what is known of a customer, withdraws her consent, grants consent to receive, or makes an order, a return, a registration or a call a fact; what was withheld is told.";

/**
 * One call of the Segment protocol. The body is read here and not by the route kit: clients send JSON under whatever
 * Content-Type they like, gzipped or not, and a bad item is no reason to refuse the rest.
 */
export function ingestOperation(deps: IngestDeps, described: Described): Operation {
  const { operationId, path, summary, call } = described;
  return defineOperation({
    operationId,
    path,
    summary,
    method: "post",
    tag: "ingest",
    description: `${described.body} The body is JSON under any Content-Type, plain or gzip, at most 1 MiB. The write key is the Basic user name with an empty password, or \`writeKey\` in the body. A call may be repeated as often as it takes: a messageId counts once. ${LEVELS}`,
    scope: "ingest",
    success: { status: 200, description: "What became of each item.", schema: answerSchema },
    problems: [
      "invalid_json",
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "request_timeout",
      "payload_too_large",
      "unsupported_media_type",
      "too_many_requests",
      "unavailable",
    ],
    handle: async ({ actor, request }) => {
      const answer = await admitted(deps, request, {
        call,
        sender: actor.id,
        isTrusted: actor.scopes.includes(TRUSTED),
      });
      return answer.ok ? { ok: true, value: plain(answer.value) } : answer;
    },
  });
}

async function admitted(deps: IngestDeps, request: Request, call: IngestCall): Promise<Result<IngestAnswer, Problem>> {
  const place = deps.admission.enter();
  if (place === undefined) return err({ code: "too_many_requests", retryAfterSeconds: 1 });
  try {
    const bytes = await readBody(request, { ...INGEST_LIMITS, timer: deps.timer });
    return bytes.ok ? await ingestBody(deps, call, bytes.value) : bytes;
  } finally {
    place.leave();
  }
}

function plain(answer: IngestAnswer): z.infer<typeof answerSchema> {
  return {
    ...answer,
    rejected: answer.rejected.map(({ index, faults }) => ({ index, faults: [...faults] })),
    clamped: [...answer.clamped],
    withheld: [...answer.withheld],
  };
}
