import { afterEach, describe, expect, it } from "vitest";
import type { Channel, OutgoingMessage } from "#channels/channel.ts";
import { channelContract } from "#channels/channel.contract.ts";
import { selfSignedCertificate } from "./certificate.fixture.ts";
import { startProvider, type TestProvider } from "./provider.fixture.ts";
import { smtpSettings, type SmtpSettings } from "./settings.ts";
import { smtpChannel } from "./smtp-channel.ts";

const identity = { sendingDomain: "news.shop.example", bounceDomain: "bounce.shop.example", dkim: [] };
const certificate = selfSignedCertificate("localhost");
const { signal } = new AbortController();

function messageTo(index: number, change: { readonly to?: string; readonly html?: string } = {}): OutgoingMessage {
  return {
    messageNumber: index,
    key: `messagekey${index.toString(32).padStart(6, "2")}`,
    to: change.to ?? `reader${index}@mail.example`,
    date: Date.UTC(2026, 10, 22, 9),
    content: {
      kind: "email",
      from: { name: "The Shop", address: "hello@news.shop.example" },
      subject: `Your picks ${index}`,
      html: change.html ?? `<p>${"Picks. ".repeat(2_000)}</p>\n.\n..`,
      text: "Picks",
      listId: "weekly",
    },
  };
}

function settingsFor(provider: TestProvider, change: Partial<SmtpSettings> = {}): SmtpSettings {
  return smtpSettings.parse({
    host: "localhost",
    port: provider.port,
    certificateAuthority: certificate.cert,
    clientName: "sender.shop.example",
    connections: 3,
    ...change,
  });
}

channelContract("smtp", async () => {
  const provider = await startProvider(certificate);
  return {
    channel: smtpChannel(settingsFor(provider), identity),
    message: (index, change) => messageTo(index, change),
    behave: provider.behave,
    hanging: provider.hanging,
    arrivals: () => provider.arrivals,
    close: provider.close,
  };
});

describe("e-mail over SMTP", () => {
  let provider: TestProvider | undefined;
  let channel: Channel | undefined;
  const open = async (options: Parameters<typeof startProvider>[0], change?: Partial<SmtpSettings>) => {
    provider = await startProvider(options);
    channel = smtpChannel(settingsFor(provider, change), identity);
    return { provider, channel };
  };
  afterEach(async () => {
    await channel?.close();
    await provider?.close();
  });

  it("travels encrypted, from a return path that names the message, and reports the server's queue id", async () => {
    const at = await open(certificate);
    expect(await at.channel.send(messageTo(7), { signal })).toEqual({ kind: "accepted", providerId: "Q1" });
    expect(at.provider.wasEncrypted()).toBe(true);
    expect(at.provider.senders).toEqual([`b+${messageTo(7).key}@bounce.shop.example`]);
  });

  it("refuses a server that offers no encryption", async () => {
    const at = await open({ disabledCommands: ["STARTTLS"] });
    expect(await at.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "deferred" });
    expect(at.provider.arrivals).toEqual([]);
  });

  it("refuses a server whose certificate is another's, with STARTTLS and with TLS alike", async () => {
    const stranger = selfSignedCertificate("elsewhere.example");
    for (const security of ["starttls", "tls"] as const) {
      const at = await open(
        { ...stranger, secure: security === "tls" },
        { security, certificateAuthority: stranger.cert },
      );
      expect(await at.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "deferred" });
      expect(at.provider.arrivals).toEqual([]);
      await at.channel.close();
      await at.provider.close();
    }
  });

  it("speaks TLS from the first byte", async () => {
    const at = await open({ ...certificate, secure: true }, { security: "tls" });
    expect(await at.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "accepted" });
    expect(at.provider.wasEncrypted()).toBe(true);
  });

  it("speaks plainly where it is told to", async () => {
    const at = await open({ disabledCommands: ["STARTTLS", "AUTH"] }, { security: "none" });
    expect(await at.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "accepted" });
  });

  it("signs in, and a refused account defers without a word of the password", async () => {
    const onAuth: NonNullable<Parameters<typeof startProvider>[0]>["onAuth"] = ({ username, password }, _, answer) =>
      username === "shop" && password === "right-horse" ? answer(null, { user: 1 }) : answer(new Error("no"));
    const right = await open(
      { ...certificate, onAuth, authOptional: false },
      { username: "shop", password: "right-horse" },
    );
    expect(await right.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "accepted" });
    await right.channel.close();
    const wrong = smtpChannel(settingsFor(right.provider, { username: "shop", password: "wrong-horse" }), identity);
    const outcome = await wrong.send(messageTo(2), { signal });
    expect(outcome).toMatchObject({ kind: "deferred" });
    expect(JSON.stringify([outcome, wrong])).not.toContain("horse");
    await wrong.close();
  });

  it("defers while nobody listens", async () => {
    const at = await open(certificate);
    await at.provider.close();
    expect(await at.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "deferred" });
  });

  it("keeps its connections for more messages and replaces each after its share", async () => {
    const at = await open(certificate, { connections: 1, messagesPerConnection: 2 });
    for (const index of [1, 2, 3, 4]) await at.channel.send(messageTo(index), { signal });
    expect(at.provider.connections()).toBe(2);
  });

  it("keeps a connection on which a message was refused", async () => {
    const at = await open(certificate, { connections: 1 });
    at.provider.behave("reject_recipient");
    await at.channel.send(messageTo(1), { signal });
    at.provider.behave("accept");
    await at.channel.send(messageTo(2), { signal });
    expect(at.provider.connections()).toBe(1);
    expect(at.provider.arrivals).toHaveLength(1);
  });

  it("is sure that nothing was taken when the connection is lost in the middle of the body", async () => {
    const at = await open(certificate);
    at.provider.behave({ drop: "body" });
    const outcome = await at.channel.send(messageTo(1, { html: "Picks. ".repeat(4_000_000) }), { signal });
    expect(outcome).toMatchObject({ kind: "deferred" });
    expect(at.provider.arrivals).toEqual([]);
  });

  it("gives up waiting for a free connection without having sent anything", async () => {
    const at = await open(certificate, { connections: 1 });
    at.provider.behave("hang_after_body");
    const first = new AbortController();
    const second = new AbortController();
    const slow = at.channel.send(messageTo(1), { signal: first.signal });
    await at.provider.hanging();
    const queued = at.channel.send(messageTo(2), { signal: second.signal });
    second.abort();
    expect(await queued).toMatchObject({ kind: "deferred" });
    first.abort();
    expect(await slow).toMatchObject({ kind: "unknown" });
  });

  it("hears the last reply of a server that hangs up without ending its line", async () => {
    const at = await open(certificate);
    at.provider.behave({ lastWords: "554 5.6.0 Message content rejected" });
    expect(await at.channel.send(messageTo(1), { signal })).toMatchObject({ kind: "rejected", suppress: false });
  });

  it("refuses for good, before a byte of it leaves, what is larger than the server says that it takes", async () => {
    const at = await open({ ...certificate, size: 4_000 });
    expect(await at.channel.send(messageTo(1), { signal })).toEqual({
      kind: "rejected",
      reason: "message: Message size larger than allowed 4000",
      suppress: false,
    });
    expect(await at.channel.send(messageTo(2, { html: "<p>Small.</p>" }), { signal })).toMatchObject({
      kind: "accepted",
    });
    expect(at.provider.arrivals.map(({ to }) => to)).toEqual([messageTo(2).to]);
  });

  it("delivers a body whose lines begin with dots unharmed", async () => {
    const at = await open(certificate);
    await at.channel.send(messageTo(1), { signal });
    expect(at.provider.arrivals[0]?.raw).toContain("\r\n.\r\n..\r\n--=_");
  });

  it.each([
    ["421 4.7.0 Too many connections, slow down", "deferred", undefined],
    ["450 4.1.1 User unknown", "deferred", undefined],
    ["552 5.2.2 Mailbox full", "deferred", undefined],
    ["550 5.7.1 Service unavailable; client [192.0.2.1] blocked using spamhaus.org", "deferred", undefined],
    ["550 5.7.515 Access denied, sending domain does not meet the required authentication level", "rejected", false],
    ["550 5.1.1 No such user here", "rejected", true],
    ["554 5.5.9 Something nobody has heard of", "rejected", false],
  ])("reads %s as %s", async (reply, kind, suppress) => {
    const at = await open(certificate);
    for (const stage of ["rcpt", "data"] as const) {
      at.provider.behave({ [stage]: reply });
      const outcome = await at.channel.send(messageTo(1), { signal });
      expect({ stage, ...outcome }).toMatchObject({ stage, kind, ...(suppress === undefined ? {} : { suppress }) });
    }
    expect(at.provider.arrivals).toEqual([]);
  });
});

describe("the settings of SMTP", () => {
  const least = { host: "mail.shop.example", clientName: "sender.shop.example" };

  it("ask for encryption unless told otherwise", () => {
    expect(smtpSettings.parse(least)).toMatchObject({ security: "starttls", port: 587 });
  });

  it("refuse half an account, a password in the clear and a client that is no host name", () => {
    for (const wrong of [
      { username: "shop" },
      { username: "shop", password: "x", security: "none" },
      { clientName: "not a host" },
    ]) {
      expect({ wrong, isTaken: smtpSettings.safeParse({ ...least, ...wrong }).success }).toEqual({
        wrong,
        isTaken: false,
      });
    }
  });
});
