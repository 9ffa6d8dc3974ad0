import { DeadEnd } from "./dead-end.tsx";
import { pageResponse } from "./page-response.ts";
import type { Brand } from "./public-shell.tsx";
import { type ReaderLanguage, readerLanguage } from "./reader-language.ts";

type Words = { readonly title: string; readonly lead: string; readonly home: string };

const wordsByLanguage: Readonly<Record<ReaderLanguage, Words>> = {
  en: {
    title: "This page does not exist",
    lead: "Perhaps the address is not whole, or the page has gone.",
    home: "Go to",
  },
  de: {
    title: "Diese Seite gibt es nicht",
    lead: "Vielleicht ist die Adresse nicht vollständig, oder die Seite ist fort.",
    home: "Weiter zu",
  },
  fr: {
    title: "Cette page n’existe pas",
    lead: "L’adresse est peut-être incomplète, ou la page a disparu.",
    home: "Aller chez",
  },
  ar: {
    title: "هذه الصفحة غير موجودة",
    lead: "قد يكون العنوان ناقصاً، أو أن الصفحة لم تعد موجودة.",
    home: "الانتقال إلى",
  },
};

/** A browser asks for pages; a client of the API is told in its own form. */
export function asksForPage({ path, accept }: { readonly path: string; readonly accept: string | undefined }): boolean {
  return !path.startsWith("/v1/") && /(?:^|,)\s*text\/html\b/i.test((accept ?? "").slice(0, 500));
}

export type MissingPage = { readonly brand: Brand; readonly language: string; readonly isHttps: boolean };

/** 404 for people. In a language that has no words of ours it is told in English. */
export function missingPage({ brand, language, isHttps }: MissingPage): Promise<Response> {
  const words = wordsByLanguage[readerLanguage(language)];
  const page = <DeadEnd {...words} language={language} brand={brand} />;
  return pageResponse(page, { status: 404, isHttps, headers: { "x-robots-tag": "noindex" } });
}
