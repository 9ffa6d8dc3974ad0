import type { Child } from "hono/jsx";
import { BrandMark } from "./brand-mark.tsx";
import type { Direction } from "./direction.ts";
import { Document } from "./document.tsx";

export type NavItem = { readonly href: string; readonly label: string };
/** Items under a heading; the heading shows where there is room for it. */
export type NavGroup = { readonly label?: string | undefined; readonly items: readonly NavItem[] };

export type ShellProps = {
  readonly lang?: string | undefined;
  readonly dir?: Direction | undefined;
  readonly title: string;
  /** The vendor whose programme this is. */
  readonly vendorName?: string | undefined;
  readonly nav: readonly NavGroup[];
  /** `href` of the navigation item that this page belongs to. */
  readonly current?: string | undefined;
  /** Right end of the top bar: who is signed in, a sign-out form. */
  readonly actions?: Child;
  readonly children?: Child;
};

/** The operator's console. One h1 belongs inside: PageHeader. */
export function Shell(props: ShellProps) {
  return (
    <Document lang={props.lang ?? "en"} dir={props.dir} title={`${props.title} · Jumpstation`} bodyClass="console">
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href={props.nav[0]?.items[0]?.href ?? "/"}>
          <BrandMark />
          <span>{props.vendorName ?? "Jumpstation"}</span>
        </a>
        {props.actions === undefined ? null : <div class="top-actions">{props.actions}</div>}
      </header>
      <nav class="nav" aria-label="Main">
        <ul>{props.nav.map((group) => navGroup(group, props.current))}</ul>
      </nav>
      <main id="content" tabindex={-1}>
        {props.children}
      </main>
    </Document>
  );
}

function navGroup(group: NavGroup, current: string | undefined) {
  return (
    <>
      {group.label === undefined ? null : <li class="nav-group">{group.label}</li>}
      {group.items.map((item) => (
        <li>
          <a href={item.href} aria-current={item.href === current ? "page" : undefined}>
            {item.label}
          </a>
        </li>
      ))}
    </>
  );
}
