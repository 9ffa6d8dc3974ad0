import type { Child } from "hono/jsx";
import type { Direction } from "./direction.ts";
import { Document } from "./document.tsx";
import type { NavItem } from "./shell.tsx";

/** How the vendor shows itself to customers and visitors. */
export type Brand = {
  readonly name: string;
  /** "#rrggbb"; made readable in both schemes. */
  readonly colour?: string | undefined;
  /** Where the vendor's name leads. */
  readonly homeUrl?: string | undefined;
  /** Links at the foot: privacy, imprint, contact. */
  readonly footer?: readonly NavItem[] | undefined;
};

export type PublicShellProps = {
  readonly lang: string;
  readonly dir?: Direction | undefined;
  readonly title: string;
  readonly description?: string | undefined;
  readonly brand: Brand;
  readonly isIndexed?: boolean | undefined;
  /** true keeps lines short: forms and letters. */
  readonly isNarrow?: boolean | undefined;
  readonly skipLabel?: string | undefined;
  readonly actions?: Child;
  readonly children?: Child;
};

/** A page for customers and visitors, in the vendor's name and colour. */
export function PublicShell(props: PublicShellProps) {
  const { brand } = props;
  return (
    <Document
      lang={props.lang}
      dir={props.dir}
      title={`${props.title} · ${brand.name}`}
      description={props.description}
      brandColour={brand.colour}
      isIndexed={props.isIndexed}
      bodyClass="public"
    >
      <a class="skip" href="#content">
        {props.skipLabel ?? "Skip to the content"}
      </a>
      <header class="top">
        <a class="brand" href={brand.homeUrl ?? "/"}>
          {brand.name}
        </a>
        {props.actions === undefined ? null : <div class="top-actions">{props.actions}</div>}
      </header>
      <main id="content" tabindex={-1}>
        {props.isNarrow === true ? <div class="narrow">{props.children}</div> : props.children}
      </main>
      <footer class="foot">
        <div class="foot-inner">
          <span>{brand.name}</span>
          {(brand.footer ?? []).map((item) => (
            <a href={item.href}>{item.label}</a>
          ))}
        </div>
      </footer>
    </Document>
  );
}
