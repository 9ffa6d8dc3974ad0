import type { Scope } from "#access/scopes.ts";
import type { NavGroup } from "#web/pages/shell.tsx";

type Entry = { readonly href: string; readonly label: string; readonly scope: Scope; readonly needsMailbox?: true };

const groups: ReadonlyArray<{ readonly label: string; readonly items: readonly Entry[] }> = [
  {
    label: "Programme",
    items: [
      { href: "/console", label: "Overview", scope: "messages:read" },
      { href: "/console/newsletters", label: "Newsletters", scope: "messages:read" },
      { href: "/console/triggers", label: "Triggers", scope: "messages:read" },
      { href: "/console/messages", label: "Messages", scope: "messages:read" },
      { href: "/console/held", label: "Held back", scope: "messages:read" },
      { href: "/console/sending", label: "Sending", scope: "messages:read" },
      { href: "/console/dead-letters", label: "Dead letters", scope: "messages:read" },
      { href: "/console/clicks", label: "Clicks", scope: "messages:read" },
      { href: "/mailbox", label: "Mailbox", scope: "messages:read", needsMailbox: true },
    ],
  },
  {
    label: "Content",
    items: [
      { href: "/console/products", label: "Products", scope: "catalogue:read" },
      { href: "/console/feeds", label: "Feeds", scope: "catalogue:read" },
      { href: "/console/rules", label: "Rules", scope: "catalogue:read" },
      { href: "/console/voice", label: "Telephone menus", scope: "settings:read" },
    ],
  },
  {
    label: "People",
    items: [
      { href: "/console/calls", label: "Calls", scope: "calls:handle" },
      { href: "/console/customers", label: "Customers", scope: "customers:read" },
      { href: "/console/segments", label: "Segments", scope: "customers:read" },
      { href: "/console/predictions", label: "Predictions", scope: "predictions:read" },
      { href: "/console/forms", label: "Forms", scope: "customers:read" },
      { href: "/console/imports", label: "Imports", scope: "customers:read" },
      { href: "/console/rejected", label: "Rejected items", scope: "customers:read" },
    ],
  },
  {
    label: "Administration",
    items: [
      { href: "/console/settings", label: "Settings", scope: "settings:read" },
      { href: "/console/keys", label: "API keys", scope: "keys:manage" },
      { href: "/console/webhooks", label: "Webhooks", scope: "webhooks:read" },
      { href: "/console/operators", label: "Operators", scope: "operators:manage" },
      { href: "/console/audit", label: "Audit log", scope: "audit:read" },
    ],
  },
];

/** The navigation of an operator: what she may not see is not there. */
export function navFor(scopes: readonly Scope[], hasMailbox: boolean): readonly NavGroup[] {
  return groups
    .map(({ label, items }) => ({
      label,
      items: items
        .filter(({ scope, needsMailbox }) => scopes.includes(scope) && (needsMailbox !== true || hasMailbox))
        .map(({ href, label: words }) => ({ href, label: words })),
    }))
    .filter(({ items }) => items.length > 0);
}
