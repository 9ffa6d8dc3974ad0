import { afterEach, describe, expect, it } from "vitest";
import { classifyAnswer } from "#channels/email-http/classify-answer.ts";
import { outcomeOfReply } from "#channels/smtp/classify-reply.ts";
import { smtpChannel } from "#channels/smtp/smtp-channel.ts";
import { smtpSettings } from "#channels/smtp/settings.ts";
import { startProvider, type TestProvider } from "#channels/smtp/provider.fixture.ts";
import { chooseWay } from "#messages/traffic/choose-way.ts";
import { scriptedChannel } from "#tests/worlds/message-world.ts";
import { troubleInWords, troubleOf } from "./trouble-of.ts";

const answered = (status: number) =>
  classifyAnswer({ status, headers: new Headers(), text: '{"name":"internal_server_error"}' }, 0);

describe("what a try says of its provider", () => {
  let provider: TestProvider | undefined;
  afterEach(() => provider?.close());

  it.each([
    ["a server that takes the connection and then is silent", "hang_before_body"],
    ["a server that hangs up before it has the message", "drop_before_body"],
  ] as const)("%s can't, and the second takes over", async (_, behaviour) => {
    provider = await startProvider({});
    const smtp = smtpChannel(
      smtpSettings.parse({
        host: "127.0.0.1",
        port: provider.port,
        security: "none",
        clientName: "sender.vendor.example",
      }),
      { sendingDomain: "news.vendor.example", bounceDomain: "bounce.vendor.example", dkim: [] },
    );
    provider.behave(behaviour);
    const message = {
      messageNumber: 1,
      key: "messagekey222222",
      to: "reader@mail.example",
      date: 0,
      content: {
        kind: "email" as const,
        from: { name: "Vendor", address: "news@vendor.example" },
        subject: "Picks",
        html: "<p>Picks</p>",
        text: "Picks",
      },
    };
    const outcome = await smtp.send(message, { signal: AbortSignal.timeout(500) });
    await smtp.close();
    expect([outcome.kind, troubleOf(outcome)]).toEqual(["deferred", "no_answer"]);
    const channel = { ...smtp, second: { ...scriptedChannel(), name: "second" } };
    const tried = { attempts: 1, lastReason: "reason" in outcome ? outcome.reason : "", lastProvider: "smtp" };
    expect(chooseWay({ ...tried, address: message.to }, channel, () => true)?.name).toBe("second");
  });

  it("an account that is refused in the middle of it is the account's trouble, and no message's", () => {
    const refused = outcomeOfReply({ text: "530 5.7.0 Authentication required", command: "MAIL FROM" });
    expect(troubleOf(refused)).toBe("refused_credentials");
    expect(troubleOf(answered(401))).toBe("refused_credentials");
  });

  it("an answer that leaves open whether it was taken stays with the provider that knows its key", () => {
    for (const status of [500, 502, 503, 504, 520]) {
      expect([answered(status).kind, troubleOf(answered(status))]).toEqual(["unknown", "no_answer"]);
    }
    expect(answered(429)).toMatchObject({ kind: "deferred" });
  });

  it.each([
    "transient: 450 4.1.1 <…>: unverified address: connect to mx.mail.example: Network is unreachable",
    "transient: 421 4.4.2 mx.mail.example timeout",
    "transient: 451 4.7.1 wait for reply_500",
    "message: 554 5.7.1 see account: 530 for help",
  ])("words of a server decide nothing: %s", (words) => {
    expect(troubleInWords(words)).toBeUndefined();
  });
});
