import type { Hono } from "hono";
import type { ConsoleDeps } from "./console-deps.ts";
import { auditPage } from "./pages/audit.tsx";
import { clicksPage } from "./pages/clicks.tsx";
import { customerPage } from "./pages/customer.tsx";
import { customersPage } from "./pages/customers.tsx";
import { hostsPages } from "./pages/hosts.tsx";
import { keyPages } from "./pages/keys.tsx";
import { mailboxPages } from "./pages/mailbox.tsx";
import { messagePages } from "./pages/message.tsx";
import { messagesPage } from "./pages/messages.tsx";
import { newKeyPages } from "./pages/new-key.tsx";
import { newOperatorPages } from "./pages/new-operator.tsx";
import { newsletterPreviewPages } from "./pages/newsletter-preview.tsx";
import { newsletterPages } from "./pages/newsletters.tsx";
import { operatorPages } from "./pages/operator.tsx";
import { operatorsPage } from "./pages/operators.tsx";
import { overviewPage } from "./pages/overview.tsx";
import { ownPasswordPages } from "./pages/own-password.tsx";
import { productsPage } from "./pages/products.tsx";
import { rejectedPage } from "./pages/rejected.tsx";
import { ruleFieldsPages } from "./pages/rule-fields.tsx";
import { rulePages } from "./pages/rules.tsx";
import { senderPages } from "./pages/sender.tsx";
import { settingsPage } from "./pages/settings.tsx";
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
  settingsPage,
  ...hostsPages,
  ...senderPages,
  ...ruleFieldsPages,
  ...keyPages,
  ...newKeyPages,
  operatorsPage,
  ...newOperatorPages,
  ...operatorPages,
  auditPage,
  ...mailboxPages,
];

/** The operators' pages and the mailbox. Sign-in is the only door without a session. */
export function mountConsole(app: Hono, deps: ConsoleDeps): void {
  mountSignIn(app, deps);
  mountPages(app, deps, [...consolePages, ...ownPasswordPages]);
}
