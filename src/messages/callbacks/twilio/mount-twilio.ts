import type { Context, Hono } from "hono";
import { readStatus, reportOf } from "#channels/sms/twilio/read-status.ts";
import { messageTwiml } from "#channels/sms/twilio/twiml.ts";
import { isSignedByTwilio } from "#channels/sms/twilio/twilio-signature.ts";
import type { DeliveryReport } from "#channels/report.ts";
import { type Clock, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { InboundText } from "#messages/sms/replies/receive-text.ts";
import { MESSAGE_PATH, STATUS_PATH } from "#messages/sms/status-url.ts";
import { readBody } from "#web/read-body.ts";
import { problemResponse } from "#web/respond.ts";

export type TwilioDoorDeps = {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Origin as Twilio was told it: what a request says of its own host is never believed. */
  readonly publicUrl: string;
  /** Any of them may have signed; none: everything is refused. */
  readonly tokens: readonly string[];
  /** The channel's name in message rows. */
  readonly provider: string;
  readonly applyReports: (reports: readonly DeliveryReport[]) => Promise<unknown>;
  readonly receiveText: (text: InboundText) => Promise<string | undefined>;
  /** Told of what changed nothing. */
  readonly onRefused: (outcome: "forged" | "unreadable") => void;
};

/** A callback is some twenty short fields. */
const MAX_BYTES = 32 * 1024;
const TIMEOUT_MS = 10 * SECOND_MS;
const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i;

type Fields = ReadonlyMap<string, string>;

/** Where Twilio tells what came of texts, and hands over texts that came in: signed, in any order, as often as it likes. */
export function mountTwilio(app: Hono, deps: TwilioDoorDeps): void {
  app.post(`${STATUS_PATH}/:key{[a-z2-7]{1,40}}`, async (context) => {
    const fields = await readSigned(deps, context);
    if (!fields.ok) return problemResponse(fields.error);
    const status = readStatus(fields.value);
    if (status === undefined) return unreadable(deps);
    const { clock, provider } = deps;
    await deps.applyReports([reportOf(status, { key: context.req.param("key"), at: clock.now(), provider })]);
    return new Response(null, { status: 204 });
  });
  app.post(MESSAGE_PATH, async (context) => {
    const fields = await readSigned(deps, context);
    if (!fields.ok) return problemResponse(fields.error);
    const text = textOf(fields.value);
    if (text === undefined) return unreadable(deps);
    return twiml(await deps.receiveText(text));
  });
}

/**
 * The fields of a form that Twilio signed. Of a name that comes twice the first counts: none that is read here ever does.
 */
async function readSigned(deps: TwilioDoorDeps, context: Context): Promise<Result<Fields, Problem>> {
  const request = context.req.raw;
  if (!FORM.test(request.headers.get("content-type") ?? "")) return err(problem("unsupported_media_type"));
  const body = await readBody(request, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, timer: deps.timer });
  if (!body.ok) return body;
  const form = [...new URLSearchParams(new TextDecoder().decode(body.value))];
  const { pathname, search } = new URL(request.url);
  const signed = {
    url: `${deps.publicUrl}${pathname}${search}`,
    signature: request.headers.get("x-twilio-signature") ?? "",
    form,
  };
  if (!isSignedByTwilio(signed, deps.tokens)) {
    deps.onRefused("forged");
    return err(problem("forbidden", "This is not signed by Twilio."));
  }
  return ok(new Map([...form].reverse()));
}

const optOutTypes: Readonly<Record<string, InboundText["handledAs"]>> = { STOP: "stop", START: "start", HELP: "help" };

/** `OptOutType` is there where Twilio itself has read the word and answered it (Advanced Opt-Out). */
function textOf(fields: Fields): InboundText | undefined {
  const sid = fields.get("MessageSid") ?? "";
  const [from = "", to = "", text] = [fields.get("From"), fields.get("To"), fields.get("Body")];
  if (!/^(SM|MM)[0-9a-f]{32}$/i.test(sid) || text === undefined || !/^\+?\d{3,15}$/.test(to)) return undefined;
  return { sid, from, to, text, handledAs: optOutTypes[fields.get("OptOutType") ?? ""] };
}

function unreadable(deps: TwilioDoorDeps): Response {
  deps.onRefused("unreadable");
  return problemResponse(problem("invalid_content"));
}

function twiml(words: string | undefined): Response {
  return new Response(messageTwiml(words), {
    headers: { "content-type": "text/xml; charset=utf-8", "cache-control": "no-store" },
  });
}
