import type { TemplateFault } from "./template-fault.ts";
import type { TemplateInputs } from "./template-inputs.ts";
import type { TemplateKind, Wordings } from "./template-source.ts";

/**
 * The published form of a template: plain JSON, kept as a row. All texts are Liquid with a context filter on every output, so
 * merging it needs no MJML and no knowledge of HTML.
 */
export type CompiledTemplate = {
  readonly name: string;
  readonly kind: TemplateKind;
  /** The version of this form. A reader refuses a newer one. */
  readonly format: typeof COMPILED_FORMAT;
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly sms: string;
  /** Absent: what can be said of `sms`. */
  readonly voice?: string | undefined;
  /** Absent: the text part is printed. */
  readonly letter?: string | undefined;
  readonly push: Readonly<Record<string, string>>;
  readonly strings: Wordings;
  /** Addresses that stand in the template itself; `links[n]` of the view replaces the n-th. */
  readonly staticLinks: readonly string[];
  /** Names of the content slots that the template shows. */
  readonly slots: readonly string[];
  /** What whoever sends it must give; absent: nothing. */
  readonly inputs?: TemplateInputs | undefined;
  /** What an author should look at; nothing here stops a message. */
  readonly lint: readonly TemplateFault[];
};

export const COMPILED_FORMAT = 1;
