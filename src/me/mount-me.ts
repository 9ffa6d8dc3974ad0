import type { Context, Hono } from "hono";
import { methodRefused } from "#clicks/routes.ts";
import { eraseOwn, sendCopy, showCopy, showErase, showWholeCopy } from "./copy-routes.tsx";
import { askForAddress, saveConsent, saveCorrection, showConsents, showCorrect, showData } from "./data-routes.tsx";
import { saveDevice, sendDevicesScript, sendNoticeWorker, showDevices } from "./devices-routes.tsx";
import { askForCode, askForCodeAtSite, enterByCode, leaveOwn, showCode, showEnter, showSite } from "./enter-routes.tsx";
import { keepNote, removeOwnSaved, showMessages, showNotes, showOwnMessage, showSaved } from "./keep-routes.tsx";
import type { MeDeps } from "./me-deps.ts";
import { saveNewsletter, showNewsletter } from "./newsletter-routes.tsx";
import { openPreferences } from "./open-preferences.ts";
import { answerPick, renewOwnSite, showOverview, showPicks } from "./overview-routes.tsx";
import { devicesScriptPath, noticeWorkerPath, renewPath } from "./push/push-scripts.ts";
import { renewNotices } from "./push/renew-routes.ts";
import { savePreferencesForm, showPreferences } from "./preferences-routes.tsx";
import { showMessage } from "./show-message.ts";
import { leave, showUnsubscribe } from "./unsubscribe-routes.tsx";

type Answer = (deps: MeDeps, context: Context) => Promise<Response>;

/** Her own site: all of it behind a fresh code but the door itself. */
const ownSite: ReadonlyArray<readonly [path: string, get: Answer | undefined, post: Answer | undefined]> = [
  ["/me", showOverview, undefined],
  ["/me/enter", showEnter, askForCode],
  ["/me/at/:key", showSite, askForCodeAtSite],
  ["/me/code", showCode, enterByCode],
  ["/me/leave", undefined, leaveOwn],
  ["/me/site", undefined, renewOwnSite],
  ["/me/picks", showPicks, answerPick],
  ["/me/messages", showMessages, undefined],
  ["/me/messages/:number", showOwnMessage, undefined],
  ["/me/saved", showSaved, removeOwnSaved],
  ["/me/notes", showNotes, keepNote],
  ["/me/data", showData, undefined],
  ["/me/correct", showCorrect, saveCorrection],
  ["/me/address", undefined, askForAddress],
  ["/me/consents", showConsents, saveConsent],
  ["/me/devices", showDevices, saveDevice],
  [devicesScriptPath, sendDevicesScript, undefined],
  [noticeWorkerPath, sendNoticeWorker, undefined],
  [renewPath, undefined, renewNotices],
  ["/me/copy", showCopy, undefined],
  ["/me/copy/file", sendCopy, undefined],
  ["/me/copy/page", showWholeCopy, undefined],
  ["/me/erase", showErase, eraseOwn],
];

/**
 * The customer's own pages. A link in a message opens preferences and nothing of her life beyond them; what is hers beyond that
 * is her own site.
 */
export function mountMe(app: Hono, deps: MeDeps): void {
  for (const [path, get, post] of ownSite) {
    if (get !== undefined) app.get(path, (context) => get(deps, context));
    if (post !== undefined) app.post(path, (context) => post(deps, context));
    const methods = [...(get === undefined ? [] : ["GET, HEAD"]), ...(post === undefined ? [] : ["POST"])];
    app.all(path, () => methodRefused(methods.join(", ")));
  }
  app.get("/p/:token", (context) => openPreferences(deps, context));
  app.get("/preferences", (context) => showPreferences(deps, context));
  app.post("/preferences", (context) => savePreferencesForm(deps, context));
  app.get("/preferences/:code", (context) => showNewsletter(deps, context));
  app.post("/preferences/:code", (context) => saveNewsletter(deps, context));
  app.get("/u/:token", (context) => showUnsubscribe(deps, context));
  app.post("/u/:token", (context) => leave(deps, context));
  app.get("/v/:token", (context) => showMessage(deps, context));
  for (const path of ["/p/:token", "/v/:token"]) app.all(path, () => methodRefused("GET, HEAD"));
  for (const path of ["/u/:token", "/preferences", "/preferences/:code"]) {
    app.all(path, () => methodRefused("GET, HEAD, POST"));
  }
}
