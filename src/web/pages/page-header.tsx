import type { Child } from "hono/jsx";

export type PageHeaderProps = {
  readonly title: string;
  /** The title is a category's name, of the vendor's data: it stands at a beginning. A code is shown as it is. */
  readonly isCategory?: boolean;
  /** One sentence: what this page is for. */
  readonly lead?: Child;
  /** The page above this one. */
  readonly parent?: { readonly href: string; readonly label: string } | undefined;
  /** Buttons of what can be done here. */
  readonly actions?: Child;
};

/** Title and purpose of a page: its only h1. */
export function PageHeader({ title, isCategory = false, lead, parent, actions }: PageHeaderProps) {
  return (
    <div class="page-header">
      <div>
        {parent === undefined ? null : (
          <a class="crumb" href={parent.href}>
            {parent.label}
          </a>
        )}
        <h1 class={isCategory ? "category-name" : undefined}>{title}</h1>
        {lead === undefined ? null : <p class="lead">{lead}</p>}
      </div>
      {actions === undefined ? null : <div class="row">{actions}</div>}
    </div>
  );
}
