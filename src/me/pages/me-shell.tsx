import type { Child } from "hono/jsx";
import { type Brand, PublicShell } from "#web/pages/public-shell.tsx";
import type { PageLanguage } from "#me/words/words-for.ts";
import type { PageWords } from "#me/words/words.ts";

/** In which vendor's name and in which language a page of hers speaks. */
export type MeFrame = { readonly brand: Brand; readonly language: PageLanguage; readonly words: PageWords };

export type MeShellProps = { readonly frame: MeFrame; readonly title: string; readonly children?: Child };

/** The frame of the customer's own pages: narrow, never indexed. */
export function MeShell({ frame, title, children }: MeShellProps) {
  return (
    <PublicShell lang={frame.language} title={title} brand={frame.brand} isNarrow skipLabel={frame.words.skip}>
      {children}
    </PublicShell>
  );
}
