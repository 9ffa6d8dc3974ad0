import { PageHeader } from "./page-header.tsx";
import { type Brand, PublicShell } from "./public-shell.tsx";

export type DeadEndProps = {
  readonly language: string;
  readonly brand: Brand;
  readonly title: string;
  readonly lead: string;
  /** The words before the vendor's name, where the vendor has a page to go to. */
  readonly home: string;
};

/** Where nothing is: what it is, what may help, and the way to the vendor. */
export function DeadEnd({ language, brand, title, lead, home }: DeadEndProps) {
  return (
    <PublicShell lang={language} title={title} brand={brand} isNarrow>
      <PageHeader title={title} lead={lead} />
      {brand.homeUrl === undefined ? null : (
        <p>
          <a href={brand.homeUrl}>
            {home} {brand.name}
          </a>
        </p>
      )}
    </PublicShell>
  );
}
