import type { Hono } from "hono";
import type { ConsoleDeps } from "./console-deps.ts";
import { agentCallPages } from "./pages/agent-call.tsx";
import { agentCallsPages } from "./pages/agent-calls.tsx";
import { agentFormPages } from "./pages/agent-form.tsx";
import { agentOptOutPages } from "./pages/agent-opt-out.tsx";
import { agentPreferencesPages } from "./pages/agent-preferences.tsx";
import { auditPage } from "./pages/audit.tsx";
import { bestHourPages } from "./pages/best-hour.ts";
import { clicksPage } from "./pages/clicks.tsx";
import { deadLetterPages } from "./pages/dead-letters.tsx";
import { customerPage } from "./pages/customer.tsx";
import { customersPage } from "./pages/customers.tsx";
import { feedEditPages } from "./pages/feed-edit.tsx";
import { feedImagePages } from "./pages/feed-images.tsx";
import { feedRunPages } from "./pages/feed-run.tsx";
import { feedPages } from "./pages/feeds.tsx";
import { formEditPages } from "./pages/form-edit.tsx";
import { formWordsPages } from "./pages/form-edit-words.tsx";
import { formFieldPages } from "./pages/form-field.tsx";
import { newFormPages } from "./pages/form-new.tsx";
import { formPreviewPages } from "./pages/form-preview.tsx";
import { formResponsesPage } from "./pages/form-responses.tsx";
import { formVersionPages } from "./pages/form-versions.tsx";
import { formPages } from "./pages/form.tsx";
import { formsPage } from "./pages/forms.tsx";
import { heldPages } from "./pages/held.tsx";
import { hostsPages } from "./pages/hosts.tsx";
import { importRejectedPage } from "./pages/import-rejected.tsx";
import { importPages } from "./pages/import.tsx";
import { importListPages } from "./pages/imports.tsx";
import { keyPages } from "./pages/keys.tsx";
import { mailboxPages } from "./pages/mailbox.tsx";
import { callPages } from "./pages/mailbox/calls.tsx";
import { letterPages } from "./pages/mailbox/letters.tsx";
import { noticePages } from "./pages/mailbox/notices.tsx";
import { modelCardPage } from "./pages/predictions/model-card.tsx";
import { newPredictionPages } from "./pages/predictions/prediction-new.tsx";
import { predictionPages } from "./pages/predictions/prediction.tsx";
import { predictionsPage } from "./pages/predictions/predictions.tsx";
import { phonePages } from "./pages/phones.tsx";
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
import { segmentPages } from "./pages/segment.tsx";
import { segmentCountPages } from "./pages/segment-count.ts";
import { segmentDeletePages } from "./pages/segment-delete.tsx";
import { segmentMemberPage } from "./pages/segment-member.tsx";
import { segmentsPage } from "./pages/segments.tsx";
import { senderPages } from "./pages/sender.tsx";
import { sendingPages } from "./pages/sending.tsx";
import { settingsPage } from "./pages/settings.tsx";
import { smsSettingsPages } from "./pages/sms/sms-settings-page.tsx";
import { triggerPages } from "./pages/trigger.tsx";
import { triggerRehearsalPage } from "./pages/trigger-rehearsal.tsx";
import { triggersPage } from "./pages/triggers.tsx";
import { mountSignIn } from "./pages/sign-in.tsx";
import { menuEditPages } from "./pages/voice/menu-edit.tsx";
import { menuPage } from "./pages/voice/menu.tsx";
import { menusPage } from "./pages/voice/menus.tsx";
import { messageCallPage } from "./pages/voice/message-call.tsx";
import { webhookActionPages } from "./pages/webhook-actions.tsx";
import { webhookFormPages } from "./pages/webhook-form.tsx";
import { webhookReplayPages } from "./pages/webhook-replay.tsx";
import { webhookPage } from "./pages/webhook.tsx";
import { webhooksPage } from "./pages/webhooks.tsx";
import { type ConsolePage, mountPages } from "./scene.tsx";

/** Every page that an operator opens, with the scope that it asks for. */
export const consolePages: readonly ConsolePage[] = [
  overviewPage,
  ...newsletterPages,
  ...newsletterPreviewPages,
  ...bestHourPages,
  triggersPage,
  triggerRehearsalPage,
  ...triggerPages,
  messagesPage,
  ...messagePages,
  ...heldPages,
  ...sendingPages,
  ...deadLetterPages,
  clicksPage,
  customersPage,
  customerPage,
  productsPage,
  ...feedPages,
  ...feedEditPages,
  ...feedRunPages,
  ...feedImagePages,
  ...rulePages,
  menusPage,
  menuPage,
  ...menuEditPages,
  messageCallPage,
  rejectedPage,
  ...importListPages,
  ...importPages,
  importRejectedPage,
  segmentsPage,
  ...segmentCountPages,
  ...segmentDeletePages,
  ...segmentPages,
  segmentMemberPage,
  ...agentCallsPages,
  ...agentCallPages,
  ...agentFormPages,
  ...agentPreferencesPages,
  ...agentOptOutPages,
  formsPage,
  ...newFormPages,
  ...formPages,
  ...formEditPages,
  ...formWordsPages,
  ...formFieldPages,
  ...formPreviewPages,
  ...formVersionPages,
  formResponsesPage,
  settingsPage,
  ...hostsPages,
  ...senderPages,
  ...smsSettingsPages,
  ...ruleFieldsPages,
  ...keyPages,
  ...newKeyPages,
  webhooksPage,
  // "new" before ":id".
  ...webhookFormPages,
  webhookPage,
  ...webhookActionPages,
  ...webhookReplayPages,
  operatorsPage,
  ...newOperatorPages,
  ...operatorPages,
  auditPage,
  predictionsPage,
  // "new" before ":code".
  ...newPredictionPages,
  ...predictionPages,
  modelCardPage,
  // "phones" and "notices" before ":arrival".
  ...phonePages,
  ...noticePages,
  ...letterPages,
  ...callPages,
  ...mailboxPages,
];

/** The operators' pages and the mailbox. Sign-in is the only door without a session. */
export function mountConsole(app: Hono, deps: ConsoleDeps): void {
  mountSignIn(app, deps);
  mountPages(app, deps, [...consolePages, ...ownPasswordPages]);
}
