import type { Hono } from "hono";
import { readStatus, reportOf } from "#channels/sms/twilio/read-status.ts";
import { messageTwiml } from "#channels/sms/twilio/twiml.ts";
import type { DeliveryReport } from "#channels/report.ts";
import type { Clock } from "#kernel/clock.ts";
import { problem } from "#kernel/problem.ts";
import type { InboundText } from "#messages/sms/replies/receive-text.ts";
import { MESSAGE_PATH, STATUS_PATH } from "#messages/sms/status-url.ts";
import { problemResponse } from "#web/respond.ts";
import { type Fields, readSigned, type SignedDeps } from "./read-signed.ts";

export type TwilioDoorDeps = SignedDeps & {
  readonly clock: Clock;
  /** The channel's name in message rows. */
  readonly provider: string;
  readonly applyReports: (reports: readonly DeliveryReport[]) => Promise<unknown>;
  readonly receiveText: (text: InboundText) => Promise<string | undefined>;
};

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
