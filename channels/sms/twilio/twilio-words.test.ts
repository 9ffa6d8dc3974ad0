import { existsSync, readFileSync } from "node:fs";
import twilio from "twilio";
import { describe, expect, it } from "vitest";
import { readStatus, reportOf } from "./read-status.ts";
import { actionOf } from "#channels/twilio/twilio-codes.ts";
import { isSignedByTwilio } from "#channels/twilio/twilio-signature.ts";

const SIGNATURES = "../shared/cases/twilio/signatures.json";
const ACTIONS = "../shared/cases/twilio/error-actions.json";

type FormCase = {
  readonly name: string;
  readonly url: string;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly signature: string;
  readonly expect: boolean;
};
type JsonCase = Omit<FormCase, "params"> & { readonly body: string };
type Signatures = {
  readonly auth_token: string;
  readonly form: readonly FormCase[];
  readonly json: readonly JsonCase[];
};

const signatures = existsSync(SIGNATURES) ? (JSON.parse(readFileSync(SIGNATURES, "utf8")) as Signatures) : undefined;
const actions = existsSync(ACTIONS)
  ? (
      JSON.parse(readFileSync(ACTIONS, "utf8")) as {
        readonly codes: ReadonlyArray<{ readonly code: number; readonly action: string }>;
      }
    ).codes
  : [];

const formOf = (params: FormCase["params"]) =>
  Object.entries(params).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((one) => [name, one] as const),
  );

describe("Twilio's signature", () => {
  it.skipIf(signatures === undefined)(
    `is judged as in ${signatures?.form.length} forms and ${signatures?.json.length} bodies`,
    () => {
      const token = signatures?.auth_token ?? "";
      const judged = [
        ...(signatures?.form ?? []).map(({ name, url, params, signature }) => [
          name,
          isSignedByTwilio({ url, signature, form: formOf(params) }, [token]),
        ]),
        ...(signatures?.json ?? []).map(({ name, url, body, signature }) => [
          name,
          isSignedByTwilio({ url, signature, body }, [token]),
        ]),
      ];
      const expected = [...(signatures?.form ?? []), ...(signatures?.json ?? [])].map((one) => [one.name, one.expect]);
      expect(judged).toEqual(expected);
    },
  );

  it("is what Twilio's own library makes and takes, whatever the fields", () => {
    const url = "https://go.shop.example/callbacks/twilio/status/abc?x=1";
    const params = { Body: "Ünï 😀 & = +", MessageSid: "SM1", Empty: "", a: "b", A: "c" };
    const signature = twilio.getExpectedTwilioSignature("token", url, params);
    expect(twilio.validateRequest("token", signature, url, params)).toBe(true);
    expect(isSignedByTwilio({ url, signature, form: Object.entries(params) }, ["token"])).toBe(true);
    expect(isSignedByTwilio({ url, signature, form: Object.entries(params).reverse() }, ["token"])).toBe(true);
  });

  it("costs a stranger's form no more than one look at each of its fields", () => {
    let looks = 0;
    const fields = Array.from({ length: 5_000 }, (_, index): readonly [string, string] => [`n${index}`, ""]);
    const form = new Proxy(fields, {
      get: (target, key, receiver) => {
        if (typeof key === "string" && /^\d+$/.test(key)) looks += 1;
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    const url = "https://go.shop.example/callbacks/twilio/message";
    expect(isSignedByTwilio({ url, signature: "guess", form }, ["token"])).toBe(false);
    expect(looks).toBeLessThanOrEqual(fields.length);
  });

  it("counts under the old token and the new one while both live, and under no third", () => {
    const url = "https://go.shop.example/callbacks/twilio/message";
    const form = [["From", "+12025550123"]] as const;
    for (const token of ["old", "new"]) {
      const signature = twilio.getExpectedTwilioSignature(token, url, { From: "+12025550123" });
      expect(isSignedByTwilio({ url, signature, form }, ["new", "old"])).toBe(true);
      expect(isSignedByTwilio({ url, signature, form }, ["third"])).toBe(false);
      expect(isSignedByTwilio({ url, signature, form: [...form, ["Body", "x"]] }, ["new", "old"])).toBe(false);
    }
    expect(isSignedByTwilio({ url, signature: "", form }, ["new"])).toBe(false);
    expect(isSignedByTwilio({ url, signature: "x", form }, [])).toBe(false);
  });
});

describe("Twilio's codes", () => {
  it.skipIf(actions.length === 0)(`mean what ${actions.length} known codes mean`, () => {
    expect(actions.map(({ code }) => [code, actionOf(code)])).toEqual(
      actions.map(({ code, action }) => [code, action]),
    );
  });
});

describe("a status callback", () => {
  const sid = `SM${"0".repeat(32)}`;
  const read = (fields: Readonly<Record<string, string>>) => readStatus(new Map(Object.entries(fields)));

  it.each([
    ["queued", undefined, "underway"],
    ["sent", undefined, "underway"],
    ["delivered", undefined, "delivered"],
    ["read", undefined, "delivered"],
    ["canceled", undefined, "ours"],
    ["undelivered", "30003", "soft"],
    ["undelivered", "30005", "hard"],
    ["undelivered", "30006", "hard"],
    ["undelivered", "30007", "ours"],
    ["failed", "30034", "ours"],
    ["failed", "21610", "complaint"],
    ["failed", "30410", "underway"],
    ["failed", undefined, "soft"],
    ["failed", "65535", "soft"],
  ])("of %s with the code %s is %s", (status, code, verdict) => {
    const told = read({ MessageSid: sid, MessageStatus: status, ...(code === undefined ? {} : { ErrorCode: code }) });
    expect(told && reportOf(told, { at: 5, provider: "twilio" })).toMatchObject({
      about: { providerId: sid },
      at: 5,
      verdict,
    });
    expect(told && reportOf(told, { key: "k", at: 5, provider: "twilio" })).toMatchObject({ about: { key: "k" } });
  });

  it.each([
    {},
    { MessageSid: sid },
    { MessageStatus: "sent" },
    { MessageSid: "SM1", MessageStatus: "sent" },
    { MessageSid: sid, MessageStatus: "constructor" },
    { MessageSid: sid, MessageStatus: "sent", ErrorCode: "1e9" },
  ])("that says %j says nothing", (fields) => {
    expect(read(fields)).toBeUndefined();
  });
});
