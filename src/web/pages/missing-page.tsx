import { PageHeader } from "./page-header.tsx";
import { pageResponse } from "./page-response.ts";
import { type Brand, PublicShell } from "./public-shell.tsx";

type Words = { readonly title: string; readonly lead: string; readonly home: string };

const english: Words = {
  title: "This page does not exist",
  lead: "Perhaps the address is not whole, or the page has gone.",
  home: "Go to",
};

const wordsByLanguage: Readonly<Record<string, Words>> = {
  en: english,
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

/** The first language of an Accept-Language header that the page has words in. */
export function missingPageLanguage(acceptLanguage: string | undefined): string {
  const asked = (acceptLanguage ?? "").slice(0, 200).split(",");
  const languages = asked.map((range) => range.trim().slice(0, 2).toLowerCase());
  return languages.find((language) => Object.hasOwn(wordsByLanguage, language)) ?? "en";
}

export type MissingPage = { readonly brand: Brand; readonly language: string; readonly isHttps: boolean };

/** 404 for people. `language` is one of our own; any other is told in English. */
export function missingPage({ brand, language, isHttps }: MissingPage): Promise<Response> {
  const words = wordsByLanguage[language] ?? english;
  const page = (
    <PublicShell lang={language} title={words.title} brand={brand} isNarrow>
      <PageHeader title={words.title} lead={words.lead} />
      {brand.homeUrl === undefined ? null : (
        <p>
          <a href={brand.homeUrl}>
            {words.home} {brand.name}
          </a>
        </p>
      )}
    </PublicShell>
  );
  return pageResponse(page, { status: 404, isHttps, headers: { "x-robots-tag": "noindex" } });
}
