import { generateKeyPairSync } from "node:crypto";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { deadLetterStatements } from "#messages/dead-letters/record-dead-letters.ts";
import { root } from "#tests/house/tree.ts";
import { quickStore } from "#tests/simulation/quick-store.ts";
import { dkimPair, findingsWith, goodWords, statesOf } from "./doctor.fixture.ts";
import type { Finding } from "./finding.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const otherPair = generateKeyPairSync("ed25519");
const halfOf = (key: typeof dkimPair.publicKey) =>
  key.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");

describe("the doctor", () => {
  it("finds nothing wrong where nothing is", async () => {
    const findings = await findingsWith();
    expect(findings.filter(({ state }) => state === "error" || state === "warning")).toEqual([]);
    expect(findings.filter(({ state }) => state === "ok").map(({ check }) => check)).toEqual(
      expect.arrayContaining(["configuration", "spf", "dkim", "dmarc", "alignment", "smtp", "vapid", "clock", "disk"]),
    );
  });

  it("says of every warning and error what to do, and shows no secret in any", async () => {
    const hidden = [goodWords.ROOT_KEY, goodWords.SMTP_PASSWORD, goodWords.DKIM_PRIVATE_KEY.split("\n")[1] ?? "-"];
    const twilio = { TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`, TWILIO_AUTH_TOKEN: "token-of-the-account" };
    const broken = Object.fromEntries(Object.keys(goodWords).map((name) => [name, "?"]));
    const all = await Promise.all([
      findingsWith(),
      findingsWith({ words: twilio, zone: { "TXT s1._domainkey.mail.fernhill.shop": [] } }),
      findingsWith({ words: broken, patient: { database: { refused: "SQLITE_NOTADB" } } }),
      findingsWith({ patient: { greet: () => Promise.reject(new Error(`535 ${goodWords.SMTP_PASSWORD}`)) } }),
      findingsWith({
        patient: { dns: new Proxy({} as never, { get: () => () => Promise.reject(new Error("down")) }) },
      }),
    ]);
    const findings = all.flat();
    const silent = findings.filter(({ state, advice }) => /warning|error/.test(state) && advice === undefined);
    const words = JSON.stringify(findings);
    expect([silent, [...hidden, "token-of-the-account"].filter((secret) => words.includes(secret))]).toEqual([[], []]);
  });

  it("works with a configuration that can't start, and names each of its faults", async () => {
    const words = { PUBLIC_URL: "news", ROOT_KEY: "short", SMTP_PORT: "none", DKIM_SELECTOR: undefined };
    const findings = await findingsWith({ words });
    expect(findings.filter(({ check }) => check === "configuration").map(({ says }) => says)).toEqual([
      "PUBLIC_URL can't be used.",
      "ROOT_KEY can't be used.",
      "SMTP_PORT can't be used.",
      "DKIM_SELECTOR can't be used.",
    ]);
    expect(findings.find(({ check }) => check === "spf")?.state).toBe("ok");
  });

  it("on the command line ends with 1 for an error, and asks no name server for a station that sends no mail", () => {
    const environment = { PATH: process.env["PATH"], ROOT_KEY: "short", DATABASE_URL: "file:./nowhere/none.db" };
    const child = spawnSync(process.execPath, ["--import", "tsx", "src/entry/cli/jumpstation.ts", "doctor", "--json"], {
      cwd: root,
      encoding: "utf8",
      env: environment,
    });
    const { findings } = JSON.parse(child.stdout) as { readonly findings: readonly Finding[] };
    expect([child.status, findings.filter(({ state }) => state === "error").map(({ says }) => says)]).toEqual([
      1,
      ["ROOT_KEY can't be used."],
    ]);
  });

  it("lets one check that breaks hide no other", async () => {
    const findings = await findingsWith({
      patient: { database: { store: { read: () => Promise.reject(new TypeError("x")) } } },
    });
    expect(findings.find(({ check }) => check === "sender")).toMatchObject({ state: "not_checked", says: /TypeError/ });
    expect(findings.find(({ check }) => check === "spf")?.state).toBe("ok");
  });
});

describe("of SPF", () => {
  const domain = "bounce.fernhill.shop";
  const many = Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [`TXT s${index}.shop`, ["v=spf1 ip4:8.8.8.8 -all"]]),
  );
  it.each([
    [{ [`TXT ${domain}`]: [] }, "error"],
    [{ [`TXT ${domain}`]: ["v=spf1 -all", "v=spf1 ~all"] }, "error"],
    [{ [`TXT ${domain}`]: ["v=spf1 a +all"] }, "error"],
    [{ [`TXT ${domain}`]: ["v=spf1 a ?all"] }, "warning"],
    [{ [`TXT ${domain}`]: ["v=spf1 include:gone.shop -all"] }, "error"],
    [
      {
        [`TXT ${domain}`]: [
          `v=spf1 ${Object.keys(many)
            .map((_, i) => `include:s${i}.shop`)
            .join(" ")} -all`,
        ],
        ...many,
      },
      "error",
    ],
    [
      {
        [`TXT ${domain}`]: ["v=spf1 include:spf.fernhill.shop -all"],
        "TXT spf.fernhill.shop": ["v=spf1 include:spf.fernhill.shop -all"],
      },
      "error",
    ],
    [{ [`TXT ${domain}`]: ["v=spf1 exists:%{i}.spf.carrier.shop redirect=spf.carrier.shop"] }, "ok"],
    [{ [`TXT ${domain}`]: "unknown" }, "not_checked"],
  ] as const)("%j is %s", async (zone, state) => {
    expect((await statesOf("spf", { zone })).at(-1)).toMatch(new RegExp(`^${state}`));
  });
});

describe("of DKIM", () => {
  const name = "TXT s1._domainkey.mail.fernhill.shop";
  it.each([
    ["no record", [], "error"],
    ["another key's half", [`v=DKIM1; k=ed25519; p=${halfOf(otherPair.publicKey)}`], "error"],
    ["a revoked key", ["v=DKIM1; k=ed25519; p="], "error"],
    ["another kind of key", [`v=DKIM1; p=${halfOf(dkimPair.publicKey)}`], "error"],
    ["SHA-1 alone", [`v=DKIM1; k=ed25519; h=sha1; p=${halfOf(dkimPair.publicKey)}`], "error"],
    ["a test", [`v=DKIM1; k=ed25519; t=y:s; p=${halfOf(dkimPair.publicKey)}`], "warning"],
    ["two records", [`k=ed25519; p=${halfOf(dkimPair.publicKey)}`, "v=DKIM1; p="], "error"],
    ["the right half, folded", [`k=ed25519; p=${halfOf(dkimPair.publicKey).replace(/.{20}/, "$& ")}`], "ok"],
    ["silence", "unknown", "not_checked"],
  ] as const)("%s", async (_, records, state) => {
    expect((await statesOf("dkim", { zone: { [name]: records } })).join()).toMatch(new RegExp(`^${state}`));
  });

  it.each(["spki", "pkcs1"] as const)("an RSA key published as %s is known again", async (type) => {
    const p = rsa.publicKey.export({ type, format: "der" }).toString("base64");
    const words = { DKIM_PRIVATE_KEY: rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
    expect((await statesOf("dkim", { words, zone: { [name]: [`v=DKIM1; k=rsa; p=${p}`] } })).join()).toMatch(/^ok/);
  });

  it("what to publish is the half that is looked for", async () => {
    const findings = await findingsWith({ zone: { [name]: [] } });
    const { advice = "" } = findings.find(({ check }) => check === "dkim") ?? {};
    const published = advice.slice(advice.indexOf("v=DKIM1"));
    expect((await statesOf("dkim", { zone: { [name]: [published] } })).join()).toMatch(/^ok/);
  });
});

describe("of DMARC and alignment", () => {
  it.each([
    ["no policy", { "TXT _dmarc.fernhill.shop": [] }, "error"],
    ["two policies", { "TXT _dmarc.fernhill.shop": ["v=DMARC1; p=none", "v=DMARC1; p=reject"] }, "error"],
    ["a policy without a word", { "TXT _dmarc.fernhill.shop": ["v=DMARC1; rua=mailto:a@fernhill.shop"] }, "error"],
    ["a policy without reports", { "TXT _dmarc.fernhill.shop": ["v=DMARC1; p=reject"] }, "warning"],
  ] as const)("%s", async (_, zone, state) => {
    expect((await statesOf("dmarc", { zone })).join()).toMatch(new RegExp(`^${state}`));
  });

  it.each([
    ["a domain of the organization", {}, "ok"],
    [
      "another organization's signature and envelope",
      { words: { SENDING_DOMAIN: "a.elsewhere.shop", BOUNCE_DOMAIN: "b.elsewhere.shop" } },
      "error",
    ],
    ["another's signature alone", { words: { SENDING_DOMAIN: "a.elsewhere.shop" } }, "warning"],
    [
      "strict alignment, a sub-domain",
      { zone: { "TXT _dmarc.fernhill.shop": ["v=DMARC1; p=none; adkim=s; aspf=s"] } },
      "error",
    ],
    [
      "a sub-domain that is an organization of its own",
      { zone: { "TXT _dmarc.mail.fernhill.shop": ["v=DMARC1; p=none; psd=n"] } },
      "warning",
    ],
  ] as const)("%s", async (_, change, state) => {
    expect((await statesOf("alignment", change)).join()).toMatch(new RegExp(`^${state}`));
  });
});

describe("of what mail leads to", () => {
  it.each([
    ["bounce_domain", { "MX bounce.fernhill.shop": [""] }, "error"],
    ["mx", { "MX fernhill.shop": [] }, "warning"],
    ["ptr", { "PTR 8.8.8.1": [] }, "warning"],
    ["ptr", { "A smtp.fernhill.shop": ["10.0.0.4"] }, "not_checked"],
  ] as const)("%s with %j", async (check, zone, state) => {
    expect((await statesOf(check, { zone })).join()).toMatch(new RegExp(`^${state}`));
  });

  it("a server whose certificate does not hold, and one that refuses the account, are told apart", async () => {
    const fault = (cause: Error) => findingsWith({ patient: { greet: () => Promise.reject(cause) } });
    const tls = await fault(Object.assign(new Error("altnames"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" }));
    expect(tls.find(({ check }) => check === "smtp")).toMatchObject({ state: "error", advice: /certificate/ });
    const account = await fault(new Error("the server refused the account"));
    expect(account.find(({ check }) => check === "smtp")).toMatchObject({ state: "error", advice: /SMTP_PASSWORD/ });
  });

  it("without a mail server nothing of mail is judged", async () => {
    const without = { SMTP_HOST: undefined, SMTP_USERNAME: undefined, SMTP_PASSWORD: undefined };
    const findings = await findingsWith({ words: without });
    const mail = new Set(["spf", "dkim", "dmarc", "alignment", "bounce_domain", "mx", "ptr", "smtp", "resend"]);
    expect(new Set(findings.filter(({ check }) => mail.has(check)).map(({ state }) => state))).toEqual(
      new Set(["not_checked"]),
    );
  });
});

describe("of providers", () => {
  const sid = `AC${"0".repeat(32)}`;
  const words = { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: "token" };
  const api = `https://api.twilio.com/2010-04-01/Accounts/${sid}`;
  const sms = {
    senders: [{ sender: "+12025550123" }, { sender: "Fernhill" }, { sender: "72404", isRegistered: false }],
  };
  const number = `${api}/IncomingPhoneNumbers.json?PhoneNumber=%2B12025550123`;
  const owned = (url: string) => ({
    [number]: {
      status: 200,
      json: { incoming_phone_numbers: [{ phone_number: "+12025550123", sms_url: url, sms_method: "POST" }] },
    },
  });

  it.each([
    [{ status: 200, json: { status: "active", type: "Full" } }, "ok"],
    [{ status: 200, json: { status: "active", type: "Trial" } }, "warning"],
    [{ status: 200, json: { status: "suspended" } }, "error"],
    [{ status: 401, json: { code: 20003 } }, "error"],
    [{ status: 503, json: undefined }, "not_checked"],
    [undefined, "not_checked"],
  ] as const)("Twilio that answers %j", async (answer, state) => {
    const answers = answer === undefined ? {} : { [`${api}.json`]: answer };
    expect((await statesOf("twilio", { words, answers })).join()).toMatch(new RegExp(`^${state}`));
  });

  it("each sender of the pool is looked for, and its answers must come to us", async () => {
    const right = await statesOf("twilio_senders", {
      words,
      sms,
      answers: owned("https://news.fernhill.shop/callbacks/twilio/message"),
    });
    expect(right.map((words) => words.split(":")[0])).toEqual(["ok", "not_checked", "warning"]);
    const elsewhere = await statesOf("twilio_senders", {
      words,
      sms,
      answers: owned("https://demo.twilio.com/welcome"),
    });
    expect(elsewhere[0]).toMatch(/^error.*STOP/);
    const foreign = { [number]: { status: 200, json: { incoming_phone_numbers: [] } } };
    expect((await statesOf("twilio_senders", { words, sms, answers: foreign }))[0]).toMatch(/^error.*not a number/);
  });

  it.each([
    [{ status: 200, json: { data: [{ name: "mail.fernhill.shop", status: "verified" }] } }, "ok"],
    [{ status: 200, json: { data: [{ name: "mail.fernhill.shop", status: "pending" }] } }, "error"],
    [{ status: 200, json: { data: [] } }, "error"],
    [{ status: 401, json: { name: "restricted_api_key" } }, "ok"],
    [{ status: 401, json: { name: "validation_error" } }, "error"],
  ] as const)("Resend that answers %j", async (answer, state) => {
    const answers = { "https://api.resend.com/domains": answer };
    const over = { SMTP_HOST: undefined, SMTP_USERNAME: undefined, SMTP_PASSWORD: undefined };
    const resend = { ...over, RESEND_API_KEY: "re_1", RESEND_WEBHOOK_SECRETS: "whsec_1" };
    expect((await statesOf("resend", { words: resend, answers })).join()).toMatch(new RegExp(`^${state}`));
  });

  it.each(["mailto:push@vendor.example", "https://localhost/contact", "mailto:a@b.test"])(
    "push services told to write to %s refuse",
    async (subject) => {
      expect((await statesOf("vapid", { words: { VAPID_SUBJECT: subject } })).at(-1)).toMatch(/^error/);
    },
  );
});

describe("of a second provider", () => {
  const second = { SECOND_SMTP_HOST: "smtp.other.shop", SECOND_SMTP_USERNAME: "u", SECOND_SMTP_PASSWORD: "pass of it" };

  it("nothing is said where there is none", async () => {
    const checks = (await findingsWith()).map(({ check }) => check);
    expect(checks.filter((check) => check.startsWith("second_"))).toEqual([]);
  });

  it("a server that refuses its account is found before it is needed, and is told by its own words", async () => {
    const greet = async ({ SMTP_HOST: host }: { readonly SMTP_HOST?: string | undefined }) => {
      if (host === "smtp.other.shop") throw new Error("the server refused the account");
    };
    const findings = await findingsWith({ words: second, patient: { greet } });
    expect(findings.find(({ check }) => check === "smtp")?.state).toBe("ok");
    expect(findings.find(({ check }) => check === "second_smtp")).toMatchObject({
      state: "error",
      advice: "Correct SECOND_SMTP_USERNAME and SECOND_SMTP_PASSWORD.",
    });
    expect(findings.filter(({ check }) => check === "second_spf")).toEqual([]);
  });

  it("behind Resend a mail server needs what Resend did not: SPF, DKIM and a way back for bounces", async () => {
    const first = { SMTP_HOST: undefined, SMTP_USERNAME: undefined, SMTP_PASSWORD: undefined, RESEND_API_KEY: "re_1" };
    const words = { ...first, RESEND_WEBHOOK_SECRETS: "whsec_1", ...second };
    const findings = await findingsWith({ words, zone: { "MX bounce.fernhill.shop": [""] } });
    const state = (name: string) => findings.find(({ check }) => check === name)?.state;
    expect(["second_spf", "second_dkim", "second_bounce_domain"].map(state)).toEqual(["ok", "ok", "error"]);
  });

  it("an account at Twilio that is suspended is an error of the second's", async () => {
    const sid = `AC${"1".repeat(32)}`;
    const words = {
      TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
      TWILIO_AUTH_TOKEN: "token",
      SECOND_TWILIO_ACCOUNT_SID: sid,
      SECOND_TWILIO_AUTH_TOKEN: "token",
    };
    const answers = {
      [`https://api.twilio.com/2010-04-01/Accounts/${sid}.json`]: { status: 200, json: { status: "suspended" } },
    };
    expect((await statesOf("second_twilio", { words, answers })).join()).toMatch(/^error/);
  });
});

describe("after a change of the root key", () => {
  it("what the earlier one sealed is opened with it, and push keys are those that browsers subscribed with", async () => {
    const store = await quickStore();
    const secret = secretFrom(Buffer.from(goodWords.ROOT_KEY, "base64url"));
    const letter = { queue: "clicks", name: "c1", body: "x", reason: "projection_failed", letter: "c1" } as const;
    await store.write(deadLetterStatements({ store, clock: manualClock(0), secret, log: () => undefined }, [letter]));
    const newer = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 53 + 7) % 256)).toString("base64url");
    const words = { ROOT_KEY: newer, ROOT_KEYS_OLD: `${goodWords.ROOT_KEY}@0`, LINK_KEY: "1" };
    const patient = { database: { store } };
    expect((await statesOf("root_key", { words, patient })).join()).toMatch(/^ok: ROOT_KEY opens/);
    expect((await statesOf("vapid", { words }))[0]).toMatch(/^ok/);
    expect((await statesOf("root_key", { words: { ROOT_KEY: newer }, patient })).join()).toMatch(/^error/);
  });
});

describe("of the machine", () => {
  it("a database of a newer version, a damaged one and a full disk are errors", async () => {
    const newer = await statesOf("database", { patient: { migrations: [] } });
    expect(newer[0]).toMatch(/^error.*another version/);
    const machine = {
      freeBytes: async () => 2 ** 20,
      sizeOf: async () => 0,
      canWrite: async () => false,
      isSameDisk: async () => true,
      holderOf: async () => "process 7",
    };
    const findings = await findingsWith({ patient: { machine } });
    const of = (check: string) => findings.filter((one) => one.check === check).map(({ state }) => state);
    expect([new Set(of("disk")), of("journal")]).toEqual([new Set(["error"]), ["error"]]);
    expect(findings.some(({ says }) => says.includes("in the hands of process 7"))).toBe(true);
  });

  it("a key that anybody could guess is no root key", async () => {
    expect((await statesOf("root_key", { words: { ROOT_KEY: "A".repeat(43) } })).join()).toMatch(/^error/);
  });

  it("an address that only this machine reaches is a warning", async () => {
    const local = {
      PUBLIC_URL: "http://127.0.0.1:8787",
      SMTP_HOST: undefined,
      SMTP_USERNAME: undefined,
      SMTP_PASSWORD: undefined,
    };
    expect((await statesOf("public_url", { words: local })).join()).toMatch(/^warning/);
  });
});
