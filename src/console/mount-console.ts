import type { Hono } from "hono";
import type { ConsoleDeps } from "./console-deps.ts";
import { agentCallPages } from "./pages/agents/agent-call.tsx";
import { agentCallsPages } from "./pages/agents/agent-calls.tsx";
import { agentFormPages } from "./pages/agents/agent-form.tsx";
import { agentOptOutPages } from "./pages/agents/agent-opt-out.tsx";
import { agentPreferencesPages } from "./pages/agents/agent-preferences.tsx";
import { auditPage } from "./pages/access/audit.tsx";
import { bestHourPages } from "./pages/messages/best-hour.ts";
import { clicksPage } from "./pages/messages/clicks.tsx";
import { deadLetterPages } from "./pages/delivery/dead-letters.tsx";
import { customerPage } from "./pages/customers/customer.tsx";
import { customersPage } from "./pages/customers/customers.tsx";
import { feedEditPages } from "./pages/feeds/feed-edit.tsx";
import { feedImagePages } from "./pages/feeds/feed-images.tsx";
import { feedRunPages } from "./pages/feeds/feed-run.tsx";
import { feedPages } from "./pages/feeds/feeds.tsx";
import { formEditPages } from "./pages/forms/form-edit.tsx";
import { formWordsPages } from "./pages/forms/form-edit-words.tsx";
import { formFieldPages } from "./pages/forms/form-field.tsx";
import { newFormPages } from "./pages/forms/form-new.tsx";
import { formPreviewPages } from "./pages/forms/form-preview.tsx";
import { formResponsesPage } from "./pages/forms/form-responses.tsx";
import { formVersionPages } from "./pages/forms/form-versions.tsx";
import { formPages } from "./pages/forms/form.tsx";
import { formsPage } from "./pages/forms/forms.tsx";
import { heldPages } from "./pages/delivery/held.tsx";
import { hostsPages } from "./pages/settings/hosts.tsx";
import { importRejectedPage } from "./pages/imports/import-rejected.tsx";
import { importPages } from "./pages/imports/import.tsx";
import { importListPages } from "./pages/imports/imports.tsx";
import { keyPages } from "./pages/access/keys.tsx";
import { mailboxPages } from "./pages/mailbox/mailbox.tsx";
import { callPages } from "./pages/mailbox/calls.tsx";
import { letterPages } from "./pages/mailbox/letters.tsx";
import { noticePages } from "./pages/mailbox/notices.tsx";
import { modelCardPage } from "./pages/predictions/model-card.tsx";
import { newPredictionPages } from "./pages/predictions/prediction-new.tsx";
import { predictionPages } from "./pages/predictions/prediction.tsx";
import { predictionsPage } from "./pages/predictions/predictions.tsx";
import { phonePages } from "./pages/mailbox/phones.tsx";
import { messagePages } from "./pages/messages/message.tsx";
import { messagesPage } from "./pages/messages/messages.tsx";
import { newKeyPages } from "./pages/access/new-key.tsx";
import { newOperatorPages } from "./pages/access/new-operator.tsx";
import { newsletterPreviewPages } from "./pages/messages/newsletter-preview.tsx";
import { newsletterPages } from "./pages/messages/newsletters.tsx";
import { operatorPages } from "./pages/access/operator.tsx";
import { operatorsPage } from "./pages/access/operators.tsx";
import { overviewPage } from "./pages/overview.tsx";
import { ownPasswordPages } from "./pages/access/own-password.tsx";
import { productsPage } from "./pages/catalogue/products.tsx";
import { rejectedPage } from "./pages/imports/rejected.tsx";
import { ruleFieldsPages } from "./pages/settings/rule-fields.tsx";
import { rulePages } from "./pages/catalogue/rules.tsx";
import { segmentPages } from "./pages/segments/segment.tsx";
import { segmentCountPages } from "./pages/segments/segment-count.ts";
import { segmentDeletePages } from "./pages/segments/segment-delete.tsx";
import { segmentMemberPage } from "./pages/segments/segment-member.tsx";
import { segmentsPage } from "./pages/segments/segments.tsx";
import { senderPages } from "./pages/settings/sender.tsx";
import { sendingPages } from "./pages/delivery/sending.tsx";
import { settingsPage } from "./pages/settings/settings.tsx";
import { smsSettingsPages } from "./pages/sms/sms-settings-page.tsx";
import { triggerPages } from "./pages/triggers/trigger.tsx";
import { triggerRehearsalPage } from "./pages/triggers/trigger-rehearsal.tsx";
import { triggersPage } from "./pages/triggers/triggers.tsx";
import { mountSignIn } from "./pages/access/sign-in.tsx";
import { menuEditPages } from "./pages/voice/menu-edit.tsx";
import { menuPage } from "./pages/voice/menu.tsx";
import { menusPage } from "./pages/voice/menus.tsx";
import { messageCallPage } from "./pages/voice/message-call.tsx";
import { webhookActionPages } from "./pages/webhooks/webhook-actions.tsx";
import { webhookFormPages } from "./pages/webhooks/webhook-form.tsx";
import { webhookReplayPages } from "./pages/webhooks/webhook-replay.tsx";
import { webhookPage } from "./pages/webhooks/webhook.tsx";
import { webhooksPage } from "./pages/webhooks/webhooks.tsx";
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
