import { describe, expect, it } from "vitest";
import { MAX_MAIL_BYTES } from "#channels/bounces/read-mail.ts";
import type { CountedReport } from "#messages/reports/apply-reports.ts";
import { messageWorld } from "#tests/worlds/message-world.ts";
import { takeEmail } from "./take-email.ts";

const mailDomains = { bounceDomain: "bounce.shop.example", sendingDomain: "mail.shop.example" };

async function take(mail: Uint8Array, rawSize = mail.length) {
  const counted: CountedReport[] = [];
  let pulled = 0;
  const raw = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = mail.subarray(pulled, pulled + 65_536);
      pulled += part.length;
      if (part.length === 0) controller.close();
      else controller.enqueue(part);
    },
  });
  const deps = { ...(await messageWorld()), mailDomains, onReport: (one: CountedReport) => void counted.push(one) };
  await takeEmail(deps, { to: `b+${"a".repeat(26)}@bounce.shop.example`, rawSize, raw });
  return { outcomes: counted.map(({ outcome }) => outcome), pulled };
}

describe("a mail that is routed to the worker", () => {
  it("is read as a report, and counted where it names no message of ours", async () => {
    const bounce = "From: <>\r\nSubject: Undeliverable\r\n\r\n550 5.1.1 User unknown\r\n";
    expect((await take(Buffer.from(bounce))).outcomes).toEqual(["unknown"]);
    expect(
      (await take(Buffer.from("From: ada@people.example\r\nSubject: Hello\r\n\r\nHow are you?"))).outcomes,
    ).toEqual(["unreadable"]);
  });

  it("is read no further than a report may be long, whatever it says of its size", async () => {
    const large = new Uint8Array(MAX_MAIL_BYTES * 3).fill(97);
    expect(await take(large)).toEqual({ outcomes: ["unreadable"], pulled: 65_536 });
    const lying = await take(large, 100);
    expect(lying.outcomes).toEqual(["unreadable"]);
    expect(lying.pulled).toBeLessThan(MAX_MAIL_BYTES + 3 * 65_536);
  });
});
