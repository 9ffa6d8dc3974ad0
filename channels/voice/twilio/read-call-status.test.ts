import { describe, expect, it } from "vitest";
import { callReportOf, isOver, readCallStatus } from "./read-call-status.ts";

const sid = `CA${"0".repeat(32)}`;
const read = (fields: Readonly<Record<string, string>>) =>
  readCallStatus(new Map(Object.entries({ CallSid: sid, ...fields })));

describe("what is told of a call", () => {
  it.each([
    [{ CallStatus: "queued" }, "underway", "voice_queued"],
    [{ CallStatus: "initiated" }, "underway", "voice_initiated"],
    [{ CallStatus: "ringing" }, "underway", "voice_ringing"],
    [{ CallStatus: "in-progress" }, "underway", "voice_in_progress"],
    [{ CallStatus: "completed" }, "delivered", "voice_answered"],
    [{ CallStatus: "completed", AnsweredBy: "human" }, "delivered", "voice_answered"],
    [{ CallStatus: "completed", AnsweredBy: "unknown" }, "delivered", "voice_answered"],
    [{ CallStatus: "completed", AnsweredBy: "machine_start" }, "soft", "voice_answering_machine"],
    [{ CallStatus: "completed", AnsweredBy: "machine_end_beep" }, "delivered", "voice_message_left"],
    [{ CallStatus: "completed", AnsweredBy: "machine_end_silence" }, "delivered", "voice_message_left"],
    [{ CallStatus: "completed", AnsweredBy: "fax" }, "soft", "voice_fax"],
    [{ CallStatus: "busy" }, "soft", "voice_busy"],
    [{ CallStatus: "no-answer" }, "soft", "voice_no_answer"],
    [{ CallStatus: "canceled" }, "ours", "voice_canceled"],
    [{ CallStatus: "failed" }, "soft", "voice_failed_unknown"],
    [{ CallStatus: "failed", SipResponseCode: "404" }, "hard", "voice_no_such_number"],
    [{ CallStatus: "failed", SipResponseCode: "503" }, "soft", "voice_failed_503"],
    [{ CallStatus: "failed", SipResponseCode: "403" }, "ours", "voice_failed_403"],
    [{ CallStatus: "failed", ErrorCode: "21211" }, "hard", "voice_no_such_number"],
    [{ CallStatus: "failed", ErrorCode: "21215" }, "ours", "voice_failed_21215"],
  ] as const)("%j is %s", (fields, verdict, reason) => {
    const status = read(fields);
    expect(status).toBeDefined();
    if (status === undefined) return;
    expect(callReportOf(status, { at: 1, provider: "twilio-voice" })).toEqual({
      provider: "twilio-voice",
      about: { providerId: sid },
      at: 1,
      verdict,
      reason,
    });
    expect(isOver(status)).toBe(verdict !== "underway");
  });

  it("is nothing where a field is not what Twilio writes", () => {
    for (const fields of [
      {},
      { CallStatus: "toString" },
      { CallStatus: "completed", CallDuration: "-1" },
      { CallStatus: "completed", CallSid: `SM${"0".repeat(32)}` },
      { CallStatus: "failed", ErrorCode: "1e9" },
    ]) {
      expect(read(fields as Readonly<Record<string, string>>)).toBeUndefined();
    }
    expect(read({ CallStatus: "completed", CallDuration: "61" })?.seconds).toBe(61);
  });
});
