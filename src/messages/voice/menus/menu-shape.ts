import { z } from "zod";
import { keypad } from "#channels/voice/call-flow.ts";
import { isPhoneNumber } from "#channels/sms-address.ts";

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "A name is small letters, digits and hyphens.")
  .describe("By which other steps lead here.");

export const menuCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "A menu's code is small letters, digits and hyphens.");

/** What is spoken holds no control characters: no voice says them, and no XML takes them. */
const said = z
  .string()
  .trim()
  .max(4_000)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll("\n", " ")), "This holds characters that nobody can say.");
const spoken = said.min(1);
const next = name.optional().describe("The step after it; absent: the one that stands next, or the end.");

const choice = z.strictObject({
  key: z.enum(keypad),
  label: spoken.max(200).describe("What the key is for, as it is said: “To hear our hours”."),
  to: name.describe("The step that it leads to."),
});

const step = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("say"), name, text: spoken, next }),
  z.strictObject({ kind: z.literal("ask"), name, text: spoken, choices: z.array(choice).min(1).max(keypad.length) }),
  z.strictObject({ kind: z.literal("opt_out"), name, text: spoken }),
  z.strictObject({
    kind: z.literal("consent"),
    name,
    channel: z.enum(["voice", "sms"]).default("voice"),
    topic: z.string().max(64).default("").describe("A topic of newsletters; empty: all of them."),
    text: spoken,
    next,
  }),
  z.strictObject({
    kind: z.literal("send_link"),
    name,
    url: z.string().max(2_048).describe("On one of the hosts that links may lead to; {website} is the vendor's own."),
    title: spoken.max(150).describe("What the text says before the link."),
    text: spoken.describe("What is said once the text is on its way."),
    next,
  }),
  z.strictObject({
    kind: z.literal("connect"),
    name,
    number: z.string().refine(isPhoneNumber, "A number with its country code."),
    text: said.default(""),
    next,
  }),
  z.strictObject({ kind: z.literal("hang_up"), name, text: said.default("") }),
]);

export const menuBody = z
  .strictObject({
    language: z
      .string()
      .max(35)
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "A language is a BCP 47 tag, as de-AT.")
      .default("en"),
    steps: z.array(step).min(1).max(100).describe("The first one begins. In texts {vendor} is the vendor's name."),
  })
  .describe("What whoever calls us hears");

export type MenuFlow = z.output<typeof menuBody>;
