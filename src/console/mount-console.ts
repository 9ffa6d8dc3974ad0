import type { Hono } from "hono";
import type { ConsoleDeps } from "./console-deps.ts";
import { auditPage } from "./pages/audit.tsx";
import { clicksPage } from "./pages/clicks.tsx";
import { customerPage } from "./pages/customer.tsx";
import { customersPage } from "./pages/customers.tsx";
import { mailboxPages } from "./pages/mailbox.tsx";
import { messagePages } from "./pages/message.tsx";
import { messagesPage } from "./pages/messages.tsx";
import { newsletterPreviewPages } from "./pages/newsletter-preview.tsx";
import { newsletterPages } from "./pages/newsletters.tsx";
import { overviewPage } from "./pages/overview.tsx";
import { productsPage } from "./pages/products.tsx";
import { rejectedPage } from "./pages/rejected.tsx";
import { rulePages } from "./pages/rules.tsx";
import { mountSignIn } from "./pages/sign-in.tsx";
import { type ConsolePage, mountPages } from "./scene.tsx";

/** Every page that an operator opens, with the scope that it asks for. */
export const consolePages: readonly ConsolePage[] = [
  overviewPage,
  ...newsletterPages,
  ...newsletterPreviewPages,
  messagesPage,
  ...messagePages,
  clicksPage,
  customersPage,
  customerPage,
  productsPage,
  ...rulePages,
  rejectedPage,
  auditPage,
  ...mailboxPages,
];

/** The operators' pages and the mailbox. Sign-in is the only door without a session. */
export function mountConsole(app: Hono, deps: ConsoleDeps): void {
  mountSignIn(app, deps);
  mountPages(app, deps, consolePages);
}
