import type { Hono } from "hono";
import type { DeliveryReport } from "#channels/report.ts";
import { isPhoneNumber } from "#channels/sms-address.ts";
import { callTwiml } from "#channels/voice/call-twiml.ts";
import {
  CALL_SID,
  callReportOf,
  isOver,
  readAnswerer,
  readCallStatus,
} from "#channels/voice/twilio/read-call-status.ts";
import { problem } from "#kernel/problem.ts";
import { messageIdOfKey } from "#messages/send/message-key.ts";
import type { VoiceCallDeps } from "#messages/voice/calls/call-deps.ts";
import { openIncoming, openOutgoing } from "#messages/voice/calls/open-call.ts";
import { settleDial } from "#messages/voice/calls/settle-dial.ts";
import { type CallAnswer, type CallTold, takeTurn } from "#messages/voice/calls/take-turn.ts";
import { voiceDoors } from "#messages/voice/voice-urls.ts";
import { problemResponse } from "#web/respond.ts";
import { type Fields, readSigned, type SignedDeps } from "./read-signed.ts";

export type VoiceDoorDeps = SignedDeps &
  VoiceCallDeps & {
    /** The channel's name in message rows. */
    readonly provider: string;
    readonly applyReports: (reports: readonly DeliveryReport[]) => Promise<unknown>;
  };

const KEY = ":key{[a-z2-7]{1,40}}";
const TOKEN = ":token{[A-Za-z0-9_-]{26}}";

/**
 * What Twilio asks while a call is under way, and tells when it is over. Keys come in the form and stand in no address; an answer
 * is given once all that a key does is written.
 */
export function mountVoice(app: Hono, deps: VoiceDoorDeps): void {
  const door = (path: string, answer: (fields: Fields, name: string) => Promise<Response>) =>
    app.post(path, async (context) => {
      const fields = await readSigned(deps, context);
      if (!fields.ok) return problemResponse(fields.error);
      return answer(fields.value, context.req.param("key") ?? context.req.param("token") ?? "");
    });

  door(voiceDoors.menu, async (fields) => {
    const told = toldBy(fields, "From");
    return told === undefined ? unreadable(deps) : said(deps, told, await openIncoming(deps, told));
  });
  door(`${voiceDoors.call}/${KEY}`, async (fields, key) => {
    const told = toldBy(fields, "To");
    if (told === undefined) return unreadable(deps);
    const answeredBy = readAnswerer(fields.get("AnsweredBy"));
    return said(deps, told, await openOutgoing(deps, { ...told, key, answeredBy }));
  });
  door(`${voiceDoors.turn}/${TOKEN}`, async (fields, token) => {
    const told = toldBy(fields, isOutgoing(fields) ? "To" : "From");
    if (told === undefined) return unreadable(deps);
    const pressed = fields.get("Digits") ?? "";
    const key = /^[0-9*#]$/.test(pressed) ? pressed : undefined;
    return said(deps, told, await takeTurn(deps, { ...told, token, key }));
  });
  door(`${voiceDoors.status}/${KEY}`, async (fields, key) => {
    const status = readCallStatus(fields);
    if (status === undefined) return unreadable(deps);
    const { clock, provider, store, secret } = deps;
    await deps.applyReports([callReportOf(status, { key, at: clock.now(), provider })]);
    const messageId = messageIdOfKey(secret.keyFor("message-key/1"), key);
    if (messageId !== undefined && isOver(status)) await settleDial(store, { messageId, seconds: status.seconds ?? 0 });
    return new Response(null, { status: 204 });
  });
}

function isOutgoing(fields: Fields): boolean {
  return (fields.get("Direction") ?? "").startsWith("outbound");
}

/** `other` names the field with the telephone that is not ours. A hidden number is none. */
function toldBy(fields: Fields, other: "From" | "To"): CallTold | undefined {
  const callSid = fields.get("CallSid") ?? "";
  if (!CALL_SID.test(callSid)) return undefined;
  const [theirs = "", ours = ""] = [fields.get(other), fields.get(other === "From" ? "To" : "From")];
  const attestation = fields.get("StirVerstat");
  return {
    callSid,
    other: isPhoneNumber(theirs) ? theirs : "",
    own: isPhoneNumber(ours) ? ours : "",
    ...(attestation === undefined || !/^[A-Za-z-]{1,40}$/.test(attestation) ? {} : { attestation }),
  };
}

/** What is no turn of this call is counted, and hung up on. */
function said(deps: VoiceDoorDeps, { own }: CallTold, answer: CallAnswer | undefined): Response {
  if (answer === undefined) {
    deps.onRefused("forged");
    return twiml(callTwiml({ language: "en", verbs: [{ kind: "hang_up" }] }), 403);
  }
  const { token, ...spoken } = answer;
  const nextUrl = token === undefined ? undefined : `${deps.publicUrl}${voiceDoors.turn}/${token}`;
  return twiml(callTwiml({ ...spoken, nextUrl, ownNumber: own === "" ? undefined : own }), 200);
}

function twiml(document: string, status: 200 | 403): Response {
  return new Response(document, {
    status,
    headers: { "content-type": "text/xml; charset=utf-8", "cache-control": "no-store" },
  });
}

function unreadable(deps: VoiceDoorDeps): Response {
  deps.onRefused("unreadable");
  return problemResponse(problem("invalid_content"));
}
