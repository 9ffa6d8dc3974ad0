import type { TemplateInputs } from "./template-inputs.ts";

/**
 * A template as its author writes it. In a folder of files it is
 * - `email.mjml`: the e-mail, MJML with Liquid (`mjml`);
 * - `email.txt`: its text part, if the derived one isn't good enough (`text`, optional);
 * - `sms.txt`: Liquid (`sms`);
 * - `voice.txt`: Liquid, said on the telephone, where `sms.txt` would not do (`voice`, optional);
 * - `letter.txt`: what a letter or card says, if the text part isn't good enough on paper (`letter`, optional; docs/letters.md);
 * - `push.json`: an object of Liquid texts, at least `title` and `body` (`push`);
 * - `strings.json`: wordings by locale, `{ "en": { "subject": … } }`, used as `{{ t.key }}` (`strings`);
 * - `example.json`: a `MergeView` with everything in it, for preview, lint and pictures (`example`);
 * - `template.json`: `{ "kind": "marketing" | "service", "inputs": … }` (`kind`, `inputs`).
 * The name is the folder's.
 */
export type TemplateSource = {
  readonly name: string;
  readonly kind: TemplateKind;
  readonly mjml: string;
  readonly text?: string;
  readonly sms: string;
  /** What a call says. Whoever picks up is not known to be her: it names nobody and tells nothing of hers. */
  readonly voice?: string | undefined;
  readonly letter?: string | undefined;
  readonly push: PushSource;
  readonly strings: Wordings;
  readonly example: unknown;
  /** What it must be given beside what every message has. */
  readonly inputs?: TemplateInputs | undefined;
};

/** Marketing needs consent and an opt-out in every body; a service notice (an order, a recall) is owed to the customer. */
export type TemplateKind = "marketing" | "service";

/** A notification's fields, each a Liquid text; `url`, `icon` and `image` are addresses. */
export type PushSource = Readonly<Record<string, string>>;

/** Locale ("en", "pt-BR") → key → text with merge fields. `en` is complete, the others fall back to it key by key. */
export type Wordings = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const FALLBACK_LOCALE = "en";
