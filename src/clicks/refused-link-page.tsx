import { PageHeader } from "#web/pages/page-header.tsx";
import { pageResponse } from "#web/pages/page-response.ts";
import { type Brand, PublicShell } from "#web/pages/public-shell.tsx";

type Words = { readonly title: string; readonly broken: string; readonly expired: string; readonly home: string };

const english: Words = {
  title: "This link does not work",
  broken: "Part of it may be missing. Open it again from the message, or copy the whole of it.",
  expired: "It is too old. A newer message has links that work.",
  home: "Go to",
};

const wordsByLanguage: Readonly<Record<string, Words>> = {
  en: english,
  de: {
    title: "Dieser Link funktioniert nicht",
    broken: "Vielleicht fehlt ein Teil. Öffnen Sie ihn noch einmal aus der Nachricht, oder kopieren Sie ihn ganz.",
    expired: "Er ist zu alt. In einer neueren Nachricht stehen Links, die funktionieren.",
    home: "Weiter zu",
  },
  fr: {
    title: "Ce lien ne fonctionne pas",
    broken: "Il en manque peut-être une partie. Ouvrez-le de nouveau depuis le message, ou copiez-le en entier.",
    expired: "Il est trop ancien. Un message plus récent contient des liens valables.",
    home: "Aller chez",
  },
  ar: {
    title: "هذا الرابط لا يعمل",
    broken: "قد يكون جزء منه مفقوداً. افتحه مرة أخرى من الرسالة أو انسخه كاملاً.",
    expired: "انتهت صلاحيته. في رسالة أحدث روابط تعمل.",
    home: "الانتقال إلى",
  },
};

/** The first language of an Accept-Language header that our words exist in. */
export function readerLanguage(acceptLanguage: string | null | undefined): string {
  const asked = (acceptLanguage ?? "").slice(0, 200).split(",");
  const languages = asked.map((range) => range.trim().slice(0, 2).toLowerCase());
  return languages.find((language) => Object.hasOwn(wordsByLanguage, language)) ?? "en";
}

export type RefusedLink = { readonly isExpired: boolean; readonly brand: Brand; readonly language: string };

/** The same words for a forged, a cut and an unknown link: nobody learns from it what exists. 410 once it has expired. */
export function refusedLinkPage({ isExpired, brand, language }: RefusedLink): Promise<Response> {
  const words = wordsByLanguage[language] ?? english;
  const page = (
    <PublicShell lang={language} title={words.title} brand={brand} isNarrow>
      <PageHeader title={words.title} lead={isExpired ? words.expired : words.broken} />
      {brand.homeUrl === undefined ? null : (
        <p>
          <a href={brand.homeUrl}>
            {words.home} {brand.name}
          </a>
        </p>
      )}
    </PublicShell>
  );
  return pageResponse(page, {
    status: isExpired ? 410 : 404,
    headers: { "referrer-policy": "no-referrer", "x-robots-tag": "noindex" },
  });
}
