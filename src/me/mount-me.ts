import type { Hono } from "hono";
import { methodRefused } from "#clicks/routes.ts";
import type { MeDeps } from "./me-deps.ts";
import { saveNewsletter, showNewsletter } from "./newsletter-routes.tsx";
import { openPreferences } from "./open-preferences.ts";
import { savePreferencesForm, showPreferences } from "./preferences-routes.tsx";
import { showMessage } from "./show-message.ts";
import { leave, showUnsubscribe } from "./unsubscribe-routes.tsx";

/** The customer's own pages: what a link in a message opens, and nothing of her life beyond it. */
export function mountMe(app: Hono, deps: MeDeps): void {
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
