import { createHash } from "node:crypto";
import { z } from "zod";
import { addressBlock, parsePostalText, type PostalAddress } from "#channels/postal-address.ts";
import { layOutCard } from "#channels/print/layout/lay-out-card.ts";
import { layOutLetter } from "#channels/print/layout/lay-out-letter.ts";
import type { Letter } from "#channels/print/layout/letter.ts";
import type { Layout, LayoutFault } from "#channels/print/layout/page.ts";
import { paperFormats, papers } from "#channels/print/layout/paper.ts";
import type { Press } from "#channels/print/press/open-press.ts";
import { svgOfPage } from "#channels/print/press/svg-of-page.ts";
import { hashPostal } from "#customers/postal/hash-postal.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Composed, Composer, Composition } from "#messages/content/composer.ts";
import type { SkipReason } from "#messages/message.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { LetterText } from "#templates/merge-template.ts";
import { letterWords } from "./letter-words.ts";
import type { PrintSettings, PrintSettingsSource } from "./print-settings.ts";
import { readLetter } from "./read-letter.ts";

export type PrintComposerDeps = {
  readonly secret: Secret;
  readonly settings: PrintSettingsSource;
  /** Opened when the first letter is due: most processes print none. */
  readonly press: () => Promise<Press>;
};

const ownSchema = z.object({
  paper: z.enum(paperFormats),
  homeCountry: z.string(),
  footer: z.array(z.string()),
  maxSheets: z.number(),
  /** Of the address that it is written to: reports of it are about that one (reports/report-statements.ts). */
  addressHash: z.string(),
});

export type PrintDecision = z.output<typeof ownSchema>;

/**
 * Letters and cards: the words of `letter.txt`, or the text part, on the paper that the vendor chose. Paper, foot and the most
 * sheets are decided once and kept with the inputs, so that a change of settings between two tries changes no byte.
 */
export function printComposer({ secret, settings, press }: PrintComposerDeps): Composer {
  return {
    decide: async (messages) => {
      const known = await settings();
      return new Map(
        messages.map(({ id, address, newsletterCode }): [number, Result<unknown, SkipReason>] => {
          const to = parsePostalText(address);
          return [
            id,
            to === undefined ? err("no_address") : ok(decidePrint(known, newsletterCode, hashPostal(secret, to))),
          ];
        }),
      );
    },
    compose: async ({ message, own, ...composition }) => {
      const decided = ownSchema.safeParse(own);
      const to = parsePostalText(message.address);
      if (!decided.success || to === undefined) return err("no_address");
      const open = await press();
      const laid = layOut({ ...composition, to, decided: decided.data }, open);
      return laid.ok ? ok(await pressed(laid.value, decided.data, open)) : laid;
    },
  };
}

/** What is printed on, and what stands at its foot. */
export function decidePrint(settings: PrintSettings, newsletterCode: string, addressHash: string): PrintDecision {
  const { homeCountry, footer, maxSheets, papers: special } = settings;
  const paper = special.find(({ newsletter }) => newsletter === newsletterCode)?.paper ?? settings.paper;
  return { paper, homeCountry, footer, maxSheets, addressHash };
}

export type LetterWork = Pick<Composition, "frame" | "template" | "view"> & {
  readonly to: PostalAddress;
  readonly decided: PrintDecision;
};

/** A letter on its sheets, or why it can't be printed. */
export function layOut(work: LetterWork, { book }: Press): Result<Layout, SkipReason> {
  const merged = work.template.mergeLetter(work.view);
  if (!merged.ok || merged.value.text === "") return err("nothing_to_say");
  const letter = letterOf(work, merged.value);
  const paper = papers[work.decided.paper];
  const laid =
    paper.kind === "letter"
      ? layOutLetter(letter, { paper, book, maxSheets: work.decided.maxSheets })
      : layOutCard(letter, { paper, book });
  return laid.ok ? laid : err(laid.error.code satisfies LayoutFault["code"] & SkipReason);
}

function letterOf({ frame, view, to, decided }: LetterWork, said: LetterText): Letter {
  const { name, address } = { name: view.vendor.name, address: view.vendor.postalAddress };
  const words = letterWords(said.language);
  const isMarketing = frame.messageClass === "marketing";
  const leave = words.leave.replace("{vendor}", () => name).replace("{address}", () => address);
  const blocks = readLetter(said, { see: words.see, hosts: ownHosts(view), waysOut: waysOutOf(view) });
  return {
    language: said.language,
    title: said.subject,
    sender: { name, address },
    recipient: addressBlock(to, decided.homeCountry),
    date: view.occurrenceDate,
    body: said.isOwn || said.subject === "" ? blocks : [{ kind: "heading", text: said.subject }, ...blocks],
    footer: [...decided.footer, ...(isMarketing ? [leave] : [])],
    leaveUrl: isMarketing ? view.unsubscribeUrl : undefined,
    pageWords: words.page,
  };
}

/** Hosts of the addresses that we put in ourselves. */
function ownHosts({ preferencesUrl, vendor, gift, notice }: MergeView): ReadonlySet<string> {
  const own = [preferencesUrl, vendor.websiteUrl, gift?.link, notice?.actionUrl];
  return new Set(own.flatMap((url) => (url !== undefined && URL.canParse(url) ? [new URL(url).host] : [])));
}

function waysOutOf({ unsubscribeUrl, preferencesUrl }: MergeView): readonly string[] {
  return [unsubscribeUrl, preferencesUrl];
}

async function pressed(layout: Layout, { paper }: PrintDecision, press: Press): Promise<Composed> {
  const pdf = await press.toPdf(layout);
  const [first] = layout.pages;
  return {
    bodyHash: createHash("sha256").update(pdf).digest("base64url"),
    content: {
      kind: "print",
      format: papers[paper].kind,
      pdf,
      sheets: layout.sheets,
      picture: () => (first === undefined ? "" : svgOfPage(first)),
    },
  };
}
