import { z } from "zod";
import { MAX_MAIL_BYTES } from "#channels/bounces/read-mail.ts";
import { SECOND_MS, type Timer } from "#kernel/clock.ts";
import { ok } from "#kernel/result.ts";
import { type EmailDeps, receiveEmail } from "#messages/reports/receive-email.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { readBody } from "#web/read-body.ts";

const TIMEOUT_MS = 30 * SECOND_MS;

const search = z.object({
  to: z.string().max(320).optional().meta({
    description: "Whom the mail was addressed to (RCPT TO): it names the message.",
    example: "b+…@bounce.vendor.example",
  }),
});

const answer = z.object({
  outcome: z.enum(["applied", "repeated", "unknown", "unreadable"]).meta({
    description:
      "What the mail came to: it changed something, told nothing new, names no message of ours, or is no report. Only the first changes anything.",
  }),
});

export function postInboundEmail(deps: EmailDeps & { readonly timer: Timer }): Operation {
  return defineOperation({
    operationId: "postInboundEmail",
    method: "post",
    path: "/v1/inbound/email",
    tag: "messages",
    summary: "Hand in a mail that came to the bounce domain",
    description:
      "The body is the mail itself (message/rfc822), at most 1 MiB: a delivery status notification, a complaint, an answering machine's reply. A mail server hands in each mail to BOUNCE_DOMAIN, for example from a pipe; the mail is not kept and never answered.",
    scope: "messages:report",
    search,
    success: { status: 200, description: "It was read. Handing it in again changes nothing.", schema: answer },
    problems: [
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "payload_too_large",
      "request_timeout",
      "unsupported_media_type",
    ],
    handle: async ({ request, search: { to } }) => {
      const raw = await readBody(request, { maxBytes: MAX_MAIL_BYTES, timeoutMs: TIMEOUT_MS, timer: deps.timer });
      if (!raw.ok) return raw;
      // A plus that nobody escaped is a blank in a query.
      const recipients = to === undefined ? [] : [to.replaceAll(" ", "+")];
      return ok({ outcome: await receiveEmail(deps, { raw: raw.value, recipients }) });
    },
  });
}
