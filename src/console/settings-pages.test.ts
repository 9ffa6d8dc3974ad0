import { describe, expect, it } from "vitest";
import { findSender } from "#catalogue/sender.ts";
import { loadHosts } from "#catalogue/hosts.ts";
import { findDeclared } from "#catalogue/vocabulary.ts";
import { findSmsSettings, smsSettingsBody } from "#messages/sms/sms-settings.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { bodyOf, draftOf } from "./pages/sms/sms-draft.ts";

const ORIGIN = "https://console.shop.example";
const [HOSTS, SENDER, FIELDS] = ["hosts", "sender", "fields"].map((part) => `/console/settings/${part}`) as [
  string,
  string,
  string,
];

const sender = {
  "vendor.name": "The Shop",
  "vendor.websiteUrl": "https://shop.example/",
  "vendor.logoUrl": "https://shop.example/logo.png",
  "vendor.postalAddress": "1 Simulated Lane, Nowhere",
  "vendor.colour": "#ffd000",
  fromName: "The Shop",
  fromAddress: "hello@shop.example",
  replyTo: "",
  domain: "news.shop.example",
};

async function signedIn(role: "owner" | "editor" | "viewer" = "owner") {
  const world = await consoleWorld(ORIGIN);
  const cookie = await world.cookieOf(role);
  const save = async (path: string, fields: Record<string, string>) => {
    const answer = await postForm(world, path, { cookie, fields });
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  };
  const open = (path: string) => getPage(world, path, cookie);
  const audit = () =>
    world.store.read({
      sql: "select actor_kind, action from audit_log where subject_kind = 'setting' order by id",
      params: [],
    });
  return { store: world.store, save, open, audit };
}

describe("the sender's page", () => {
  it("saves who speaks, with a record, and shows it the next time", async () => {
    const { store, save, open, audit } = await signedIn();
    expect((await open("/console/settings")).text).toContain("Nobody has said yet who speaks");
    const saved = await save(SENDER, sender);
    expect([saved.status, saved.location]).toEqual([303, "/console/settings?saved=sender"]);
    expect((await findSender(store))?.vendor.postalAddress).toBe("1 Simulated Lane, Nowhere");
    expect(await audit()).toEqual([{ actor_kind: "operator", action: "put-sender" }]);
    const { text } = await open("/console/settings?saved=sender");
    expect(text).toContain("Messages from now on are from this sender.");
    expect(text).toContain("The Shop &lt;hello@shop.example&gt;");
    expect((await open(SENDER)).text).toContain('value="#ffd000"');
  });

  it.each([
    ["fromAddress", "Shop <hello@shop.example>", "This is no bare e-mail address."],
    ["replyTo", "hello", "This is no bare e-mail address."],
    ["domain", "shop.example/x", "This is no domain name."],
    ["vendor.websiteUrl", "shop", "This is no web address. It begins with https://."],
    ["vendor.logoUrl", "http://shop.example/l.png", "This is no https address."],
    ["vendor.colour", "red;x:y", "A colour is #rgb or #rrggbb."],
    ["vendor.postalAddress", "", "Fill this in."],
    ["fromName", "x".repeat(101), "At most 100 characters."],
  ])("refuses a wrong %s beside its field, and keeps all that was written", async (name, value, words) => {
    const { store, save, audit } = await signedIn();
    const { status, text } = await save(SENDER, { ...sender, [name]: value });
    expect(status).toBe(422);
    expect(text).toContain(`id="field-${name}-error">${words}`);
    expect(text).toContain(`<a href="#field-${name}">`);
    const kept = Object.entries({ ...sender, [name]: value }).filter(([, one]) => one !== "");
    const escaped = (one: string) => one.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    expect(kept.filter(([, one]) => !text.includes(`value="${escaped(one)}"`))).toEqual([]);
    expect(text.match(/aria-invalid="true"/g)).toHaveLength(1);
    expect([await findSender(store), await audit()]).toEqual([undefined, []]);
  });
});

describe("the hosts' page", () => {
  it("saves hosts in their registered form, each once, with a record", async () => {
    const { store, save, audit } = await signedIn();
    expect((await save(HOSTS, { hosts: "SHOP.example\n\n shop.example\nwww.shop.example", dropped: "" })).status).toBe(
      303,
    );
    expect(await loadHosts(store)).toEqual(["shop.example", "www.shop.example"]);
    expect(await audit()).toEqual([{ actor_kind: "operator", action: "put-hosts" }]);
  });

  it("says which lines are no host, and keeps what was written", async () => {
    const { store, save } = await signedIn();
    const { status, text } = await save(HOSTS, { hosts: "shop.example\n\nhttps://x.example\n10.0.0.1", dropped: "" });
    expect(status).toBe(422);
    expect(text).toContain("Line 3, “https://x.example”: A host is a name");
    expect(text).toContain("Line 4, “10.0.0.1”: A host is a name");
    expect(text).toContain("shop.example\n\nhttps://x.example\n10.0.0.1</textarea>");
    expect(await loadHosts(store)).toEqual([]);
  });

  it("asks once more before links in mails that were sent end, also for a host that came meanwhile", async () => {
    const { store, save, audit } = await signedIn();
    await save(HOSTS, { hosts: "shop.example\nold.example", dropped: "" });
    const asked = await save(HOSTS, { hosts: "shop.example", dropped: "" });
    expect([asked.status, asked.text.includes("every link to old.example would lead nowhere")]).toEqual([409, true]);
    expect(asked.text).toContain('name="dropped" value="old.example"');
    await save(HOSTS, { hosts: "shop.example\nold.example\nnew.example", dropped: "" });
    const again = await save(HOSTS, { hosts: "shop.example", dropped: "old.example" });
    expect(again.text).toContain('name="dropped" value="old.example new.example"');
    expect(await loadHosts(store)).toEqual(["shop.example", "old.example", "new.example"]);
    expect((await save(HOSTS, { hosts: "shop.example", dropped: "old.example new.example" })).status).toBe(303);
    expect(await loadHosts(store)).toEqual(["shop.example"]);
    expect(await audit()).toHaveLength(3);
  });
});

describe("the page of fields for rules", () => {
  it("saves declarations, a line each, and shows them the next time", async () => {
    const { store, save, open, audit } = await signedIn("editor");
    const saved = await save(FIELDS, { product: "weightKg: double\nfinishes : strings", context: "fair: string" });
    expect(saved.location).toBe("/console/settings?saved=fields");
    expect(await findDeclared(store)).toEqual({
      product: { weightKg: "double", finishes: "strings" },
      context: { fair: "string" },
    });
    expect(await audit()).toEqual([{ actor_kind: "operator", action: "put-vocabulary" }]);
    expect((await open(FIELDS)).text).toContain("weightKg: double\nfinishes: strings</textarea>");
  });

  it.each([
    ["weightKg", "Line 1, “weightKg”: Write the name, a colon and the type."],
    ["ok: int\nweightKg: heavy", "Line 2, “weightKg: heavy”: There is no such type."],
    ["Weight: int", "Line 1, “Weight: int”: A field’s name is letters and digits, beginning small."],
    ["a: int\na: int", "Line 2, “a: int”: This field stands twice."],
    ["category: string", "Line 1, “category: string”: Every selection has this field already."],
  ])("refuses %j at its line, and keeps what was written", async (product, words) => {
    const { store, save } = await signedIn("editor");
    const { status, text } = await save(FIELDS, { product, context: "fair: string" });
    expect(status).toBe(422);
    expect(text.replaceAll("&#39;", "’")).toContain(`id="field-product-error">${words}`);
    expect(text).toContain(`${product}</textarea>`);
    expect(text).toContain("fair: string</textarea>");
    expect(await findDeclared(store)).toEqual({ product: {}, context: {} });
  });

  it("does not take a field away that a live rule speaks of", async () => {
    const { store, save } = await signedIn("editor");
    await save(FIELDS, { product: "weightKg: double", context: "" });
    await store.write([{ sql: "update vendor_rules set source = 'product.weightKg > 2.0'", params: [] }]);
    const refused = await save(FIELDS, { product: "", context: "" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("These live rules would no longer be understood: boost.");
    expect((await findDeclared(store)).product).toEqual({ weightKg: "double" });
  });
});

describe("settings", () => {
  it("are read by everybody who is signed in, and changed by nobody below their scope", async () => {
    for (const role of ["editor", "viewer"] as const) {
      const { open, save, audit } = await signedIn(role);
      const { status, text } = await open("/console/settings");
      expect([status, text.includes(HOSTS), text.includes(FIELDS)]).toEqual([200, false, role === "editor"]);
      for (const path of [HOSTS, SENDER]) expect((await open(path)).status).toBe(403);
      expect((await save(HOSTS, { hosts: "evil.example", dropped: "" })).status).toBe(403);
      expect((await save(SENDER, sender)).status).toBe(403);
      expect(await audit()).toEqual([]);
    }
    const viewer = await signedIn("viewer");
    expect((await viewer.save(FIELDS, { product: "a: int", context: "" })).status).toBe(403);
  });
});

describe("the page of texts", () => {
  const SMS = "/console/settings/sms";
  const texts = {
    senders: "+12025550123; US, CA; 10; registered\n\nFernhill; ; 2; not registered",
    currency: "usd",
    prices: "US; 790\n*; 4000",
    dailyLimitMinor: "5000",
    smartReplacement: "yes",
    maxSegments: "3",
    validityMinutes: "60",
    quietHours: "21:00-08:00\n20:00-24:00; Sa, Su; +1305, +1407",
    help: "0800 1",
  };
  const kept = {
    senders: [
      { sender: "+12025550123", countries: ["US", "CA"], perSecond: 10, isRegistered: true },
      { sender: "Fernhill", countries: [], perSecond: 2, isRegistered: false },
    ],
    currency: "USD",
    prices: [
      { country: "US", perThousandMinor: 790 },
      { country: "*", perThousandMinor: 4_000 },
    ],
    dailyLimitMinor: 5_000,
    smartReplacement: true,
    maxSegments: 3,
    validityMinutes: 60,
    quietHours: [
      { from: 1_260, to: 480 },
      { from: 1_200, to: 1_440, weekdays: [6, 7], numbers: ["+1305", "+1407"] },
    ],
    help: "0800 1",
  };

  it("saves how texts go out, with a record, and shows it the next time", async () => {
    const { store, save, open, audit } = await signedIn();
    expect((await open("/console/settings")).text).toContain("Texts have no sender yet");
    expect(await save(SMS, texts)).toMatchObject({ status: 303, location: "/console/settings?saved=sms" });
    expect(await findSmsSettings(store)).toEqual(kept);
    expect(await audit()).toEqual([{ actor_kind: "operator", action: "put-sms" }]);
    expect((await open("/console/settings?saved=sms")).text).toContain("Fernhill (not registered)");
    expect((await open(SMS)).text).toContain("20:00-24:00; Sa, Su; +1305, +1407");
  });

  it.each([
    ["senders", "+12025550123\nnobody at all here", "Line 2: A sender is a number"],
    ["senders", "+12025550123; US; fast", "Line 1: This is not readable."],
    ["prices", "US; 790\nUSA; 5", "Line 2: A country is its two letters"],
    ["prices", "US", "Line 1: This is not readable."],
    ["quietHours", "21:00", "Line 1: This is not readable."],
    ["quietHours", "21:00-08:00; Sat", "Line 1:"],
    ["maxSegments", "", "This is not readable."],
    ["validityMinutes", "9000", "Too big"],
    ["currency", "dollars", "A currency is its three letters"],
  ])("refuses a wrong %s (%j), and keeps what was written", async (name, value, words) => {
    const { store, save, audit } = await signedIn();
    const { status, text } = await save(SMS, { ...texts, [name]: value });
    expect([status, text.includes(words)]).toEqual([422, true]);
    expect(text).toContain(`<a href="#field-${name}">`);
    expect([(await findSmsSettings(store)).senders, await audit()]).toEqual([[], []]);
  });

  it("writes every setting that the API takes so that it reads it again", () => {
    const settings = smsSettingsBody.parse(kept);
    expect(smsSettingsBody.parse(bodyOf(draftOf(settings)))).toEqual(settings);
    const least = smsSettingsBody.parse({ senders: [], quietHours: [] });
    expect(smsSettingsBody.parse(bodyOf(draftOf(least)))).toEqual(least);
  });

  it("is the owner's: who may only look is not let in", async () => {
    const { open, save } = await signedIn("viewer");
    expect([(await open(SMS)).status, (await save(SMS, texts)).status]).toEqual([403, 403]);
  });
});
