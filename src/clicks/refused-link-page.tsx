import { DeadEnd } from "#web/pages/dead-end.tsx";
import { pageResponse } from "#web/pages/page-response.ts";
import type { Brand } from "#web/pages/public-shell.tsx";
import { type ReaderLanguage, readerLanguage } from "#web/pages/reader-language.ts";

type Words = { readonly title: string; readonly broken: string; readonly expired: string; readonly home: string };

const wordsByLanguage: Readonly<Record<ReaderLanguage, Words>> = {
  en: {
    title: "This link does not work",
    broken: "Part of it may be missing. Open it again from the message, or copy the whole of it.",
    expired: "It is too old. A newer message has links that work.",
    home: "Go to",
  },
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

export type RefusedLink = { readonly isExpired: boolean; readonly brand: Brand; readonly language: string };

/** The same words for a forged, a cut and an unknown link: nobody learns from it what exists. 410 once it has expired. */
export function refusedLinkPage({ isExpired, brand, language }: RefusedLink): Promise<Response> {
  const { title, home, ...leads } = wordsByLanguage[readerLanguage(language)];
  const lead = isExpired ? leads.expired : leads.broken;
  const page = <DeadEnd language={language} brand={brand} title={title} lead={lead} home={home} />;
  return pageResponse(page, {
    status: isExpired ? 410 : 404,
    headers: { "referrer-policy": "no-referrer", "x-robots-tag": "noindex" },
  });
}
