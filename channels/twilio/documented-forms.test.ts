import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OutgoingMessage, SmsContent, VoiceContent } from "#channels/channel.ts";
import type { OutgoingRequest } from "#channels/post-request.ts";
import { twilioChannel } from "#channels/sms/twilio/twilio-channel.ts";
import { twilioVoice } from "#channels/voice/twilio/voice-channel.ts";
import { manualClock } from "#kernel/clock.ts";
import { fakeAccount } from "./twilio.fixture.ts";

/** Twilio's own OpenAPI document, which is not ours to hand on: `npm run twilio-spec` fetches it. */
const path = join(
  import.meta.dirname,
  "../../node_modules/.cache/twilio/package/twilio-oai/spec/json/twilio_api_v2010.json",
);

type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};
type Operation = { readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> } };
type Document = {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const FORM = "application/x-www-form-urlencoded";

/** Against the schema of its operation: fields that it does not name, values that are none of its type, and what is missing. */
function faultsOf(document: Document, { url, method, headers, body }: OutgoingRequest): readonly string[] {
  const template = url.pathname.replace(/\/Accounts\/AC[0-9a-f]{32}\//, "/Accounts/{AccountSid}/");
  const schema = document.paths[template]?.post?.requestBody?.content[FORM]?.schema;
  if (schema === undefined || method !== "POST") return [`${method} ${template} is not documented`];
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const fields = [...new URLSearchParams(String(body))];
  const names = new Set(fields.map(([name]) => name));
  return [
    ...(type === FORM ? [] : [`the type ${type}`]),
    ...(schema.required ?? []).filter((name) => !names.has(name)).map((name) => `${name} is missing`),
    ...fields.flatMap(([name, value]) => {
      const property = schema.properties?.[name];
      if (property === undefined) return [`${name} is not documented`];
      const isTwice = property.type !== "array" && fields.filter(([other]) => other === name).length > 1;
      return isTwice || !isOf(document, property, value) ? [`${name} can't be ${value}`] : [];
    }),
  ];
}

function isOf(document: Document, given: Schema, value: string): boolean {
  const named = given.$ref?.split("/").at(-1);
  const schema = named === undefined ? given : (document.components.schemas[named] ?? given);
  if (schema.type === "array") return schema.items === undefined || isOf(document, schema.items, value);
  if (schema.type === "boolean") return value === "true" || value === "false";
  if (schema.type === "integer") return /^-?\d+$/.test(value);
  if (schema.type === "number") return value !== "" && Number.isFinite(Number(value));
  return (
    (schema.enum === undefined || schema.enum.includes(value)) &&
    (schema.format !== "uri" || URL.canParse(value)) &&
    (schema.pattern === undefined || new RegExp(schema.pattern).test(value)) &&
    value.length >= (schema.minLength ?? 0) &&
    value.length <= (schema.maxLength ?? Infinity)
  );
}

const number = fc.integer({ min: 2_000_000, max: 9_999_999 }).map((tail) => `+1202${tail}`);
const text: fc.Arbitrary<SmsContent> = fc.record({
  kind: fc.constant("sms" as const),
  from: fc.oneof(number, fc.constantFrom("72404", "Fernhill")),
  text: fc.string({ minLength: 1, maxLength: 300, unit: "grapheme" }),
  encoding: fc.constantFrom("gsm7" as const, "ucs2" as const),
  segments: fc.integer({ min: 1, max: 10 }),
  statusUrl: fc.constant("https://news.shop.example/callbacks/twilio/status/abc"),
  validitySeconds: fc.option(fc.integer({ min: 60, max: 36_000 }), { nil: undefined }),
});
const call: fc.Arbitrary<VoiceContent> = fc.record(
  {
    kind: fc.constant("voice" as const),
    from: number,
    markup: fc.constant('<?xml version="1.0"?><Response><Say>Hello</Say></Response>'),
    answerUrl: fc.constant("https://news.shop.example/callbacks/twilio/call/abc"),
    statusUrl: fc.constant("https://news.shop.example/callbacks/twilio/call-status/abc"),
    ringSeconds: fc.integer({ min: 1, max: 600 }),
    maxSeconds: fc.integer({ min: 1, max: 14_400 }),
    onMachine: fc.constantFrom("ignore" as const, "hang_up" as const, "leave_message" as const),
  },
  { requiredKeys: ["kind", "from", "markup", "ringSeconds", "maxSeconds", "onMachine"] },
);

const { signal } = new AbortController();
const requests: OutgoingRequest[] = [];
const account = {
  ...fakeAccount,
  clock: manualClock(0),
  post: async (request: OutgoingRequest) => {
    requests.push(request);
    return { status: 201, headers: new Headers(), text: '{"sid":"SM1"}' };
  },
};

function outgoing<Content extends SmsContent | VoiceContent>(to: string, content: Content): OutgoingMessage<Content> {
  return { messageNumber: 1, key: "abc", to, date: 0, content };
}

describe.skipIf(!existsSync(path))(
  "requests to Twilio, where its OpenAPI document is at hand (npm run twilio-spec)",
  () => {
    const read = () => JSON.parse(readFileSync(path, "utf8")) as Document;

    it("are as it documents them, for 200 texts and 200 calls of every kind", async () => {
      requests.length = 0;
      const texts = twilioChannel(account);
      const calls = twilioVoice(account);
      await fc.assert(
        fc.asyncProperty(number, text, call, async (to, words, spoken) => {
          expect((await texts.send(outgoing(to, words), { signal })).kind).toBe("accepted");
          expect((await calls.send(outgoing(to, spoken), { signal })).kind).toBe("accepted");
        }),
        { numRuns: 200 },
      );
      const document = read();
      expect(requests.flatMap((request) => faultsOf(document, request))).toEqual([]);
      expect(requests).toHaveLength(400);
    });

    it("would be found wrong: a field of another name, a word for a number, a missing recipient, another path", () => {
      const document = read();
      const asked = (body: string, path = "Messages.json"): OutgoingRequest => ({
        url: new URL(`https://api.twilio.com/2010-04-01/Accounts/${fakeAccount.accountSid}/${path}`),
        method: "POST",
        headers: { "Content-Type": FORM },
        body,
        signal,
        maxAnswerBytes: 0,
        onLeaving: () => undefined,
      });
      const bodies = [
        "To=%2B12025550101&Text=Hi",
        "To=%2B12025550101&ValidityPeriod=long",
        "Body=Hi",
        "To=a&StatusCallback=x",
      ];
      expect(bodies.map((body) => faultsOf(document, asked(body)))).toEqual([
        ["Text is not documented"],
        ["ValidityPeriod can't be long"],
        ["To is missing"],
        ["StatusCallback can't be x"],
      ]);
      expect(faultsOf(document, asked("To=a", "Texts.json"))[0]).toContain("is not documented");
    });
  },
);
