import type { EmailContent } from "#channels/channel.ts";
import type { Sender } from "#messages/content/shelf.ts";
import { directionOf } from "#web/pages/direction.ts";
import { type CodeMailWords, codeMailWords } from "#me/words/code-mail-words.ts";
import { pageLanguage } from "#me/words/words-for.ts";

/** A code, and whose it is where several people share an address. */
export type CodeFor = { readonly firstName: string | null; readonly code: string };

export type CodeMail = {
  /** moved: told to the old address that another one took its place */
  readonly kind: "enter" | "address" | "moved";
  readonly sender: Sender;
  readonly publicUrl: string;
  readonly codes: readonly CodeFor[];
  readonly locale: string;
};

/**
 * A service message: a code, what it is for, and what to do where nobody asked for it. It holds no link that opens anything: a
 * mail is passed on, a code is typed where it was asked for.
 */
export function codeMail({ kind, sender, publicUrl, codes, locale }: CodeMail): EmailContent {
  const language = pageLanguage(locale);
  const words = codeMailWords[language];
  const { vendor } = sender;
  const said = saidOf(words, kind, vendor.name);
  const lines =
    kind === "moved"
      ? []
      : codes.map((one) => ({ who: codes.length > 1 ? one.firstName : null, code: spaced(one.code) }));
  const host = new URL(publicUrl).host;
  const foot = [words.notYou, `${vendor.name} · ${vendor.postalAddress}`, host];
  return {
    kind: "email",
    from: { name: sender.fromName, address: sender.fromAddress },
    ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
    subject: said.subject,
    text: [said.lead, ...lines.map(({ who, code }) => (who === null ? code : `${who}: ${code}`)), ...foot].join("\n\n"),
    html: htmlOf({ language, said, lines, foot, accent: vendor.palette.accent }),
  };
}

function saidOf(words: CodeMailWords, kind: CodeMail["kind"], vendor: string) {
  if (kind === "moved") return { subject: words.movedSubject(vendor), lead: words.movedLead(vendor) };
  const lead = kind === "enter" ? words.enterLead(vendor) : words.addressLead(vendor);
  return { subject: words.subject(vendor), lead };
}

/** Read aloud and typed in two halves. */
function spaced(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

type Html = {
  readonly language: string;
  readonly said: { readonly subject: string; readonly lead: string };
  readonly lines: ReadonlyArray<{ readonly who: string | null; readonly code: string }>;
  readonly foot: readonly string[];
  readonly accent: string;
};

function htmlOf({ language, said, lines, foot, accent }: Html): string {
  const codes = lines.map(
    ({ who, code }) =>
      `${who === null ? "" : `<p style="margin:24px 0 0;font-size:16px">${escaped(who)}</p>`}
<p dir="ltr" style="margin:16px 0;font:700 32px/1.2 Menlo,Consolas,monospace;letter-spacing:3px;color:${accent}">${code}</p>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(said.subject)}</title></head>
<body style="margin:0;background:#f5f2ed;color:#1c1a17;font:16px/1.5 system-ui,Segoe UI,Roboto,Arial,sans-serif">
<div style="max-width:520px;margin:0 auto;padding:32px 20px"><h1 style="font-size:22px;margin:0 0 12px">${escaped(said.subject)}</h1>
<p style="margin:0">${escaped(said.lead)}</p>${codes.join("")}
${foot.map((line) => `<p style="margin:16px 0 0;font-size:14px;color:#5b564e">${escaped(line)}</p>`).join("")}</div></body></html>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
