import { z } from "zod";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { parseEmailAddress, registeredDomain } from "#channels/email-address.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { brandPalette } from "#templates/brand-palette.ts";
import type { VendorView } from "#templates/merge-view.ts";
import type { CatalogueDeps } from "./catalogue-deps.ts";
import { findSetting, putSetting } from "./settings.ts";

/** Words that stand in a mail's header or on one line of it: no line break may come in with them. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "This is one line, without control characters.");

const address = z
  .string()
  .max(254)
  .transform((text, context) => {
    const parsed = parseEmailAddress(text);
    if (parsed.ok) return parsed.value;
    context.addIssue("This is no bare e-mail address.");
    return z.NEVER;
  })
  .meta({ examples: ["hello@shop.example"] });

const domain = z
  .string()
  .max(253)
  .transform((text, context) => {
    const registered = registeredDomain(text);
    if (registered !== undefined) return registered;
    context.addIssue("This is no domain name.");
    return z.NEVER;
  })
  .describe("The domain of List-ID and Feedback-ID.")
  .meta({ examples: ["news.shop.example"] });

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?(?:\/|$)/;
const pageUrl = z
  .url()
  .max(2_000)
  .refine((url) => url.startsWith("https://") || LOOPBACK.test(url), "This is no https address.");

export const senderBody = z
  .strictObject({
    vendor: z.strictObject({
      name: line(100),
      websiteUrl: pageUrl.meta({ examples: ["https://shop.example/"] }),
      logoUrl: pageUrl.meta({ examples: ["https://shop.example/logo.png"] }),
      postalAddress: line(300).describe("Marketing mail must say where the sender is reached by post."),
      colour: z
        .string()
        .regex(/^#(?:[\da-f]{3}|[\da-f]{6})$/i, "A colour is #rgb or #rrggbb.")
        .describe("The brand's colour; where words could not be read on it, mails take a darker or lighter one.")
        .meta({ examples: ["#2e5d4b"] }),
    }),
    fromName: line(100),
    fromAddress: address,
    replyTo: address.optional(),
    domain,
  })
  .describe("Who speaks in the messages.");

/** For answers: what is kept was checked when it was put. */
export const senderView = z.strictObject({
  vendor: z.strictObject({
    name: z.string(),
    websiteUrl: z.string(),
    logoUrl: z.string(),
    postalAddress: z.string(),
    colour: z.string(),
  }),
  fromName: z.string(),
  fromAddress: z.string(),
  replyTo: z.string().optional(),
  domain: z.string(),
});

export type SenderInput = z.output<typeof senderBody>;

/** Who speaks, as it is kept: a message's sender (messages/content/shelf.ts), and the colour that its palette came from. */
type KeptSender = Omit<SenderInput, "vendor" | "replyTo"> & {
  readonly vendor: VendorView;
  readonly replyTo?: string;
  readonly colour?: string;
};

/** undefined where nobody has said who speaks: until then nothing is sent. */
export async function findSender(store: Pick<Store, "read">): Promise<KeptSender | undefined> {
  return (await findSetting(store, "sender")) as KeptSender | undefined;
}

/** Takes effect with the messages that are prepared from a second later on. */
export async function putSender({
  deps,
  actor,
  input,
}: {
  readonly deps: CatalogueDeps;
  readonly actor: AuditActor;
  readonly input: SenderInput;
}): Promise<Result<undefined, never>> {
  const at = deps.clock.now();
  const detail = { domain: input.domain, website: new URL(input.vendor.websiteUrl).host };
  await deps.store.write([
    putSetting("sender", keptOf(input), at),
    auditStatement({ at, actor, action: "put-sender", subject: { kind: "setting", id: "sender" }, detail }),
  ]);
  return ok(undefined);
}

function keptOf({ vendor: { colour, ...vendor }, replyTo, ...input }: SenderInput): KeptSender {
  return {
    ...input,
    ...(replyTo === undefined ? {} : { replyTo }),
    vendor: { ...vendor, palette: brandPalette(colour) },
    colour,
  };
}

/** The same as it was put. */
export function inputOf({ vendor: { palette, ...vendor }, colour = palette.accent, ...kept }: KeptSender): SenderInput {
  return { ...kept, vendor: { ...vendor, colour } };
}
