import type { Hono } from "hono";
import { problem } from "#kernel/problem.ts";
import { problemResponse } from "#web/respond.ts";
import { pageScript, pageScriptPath, workerScript, workerScriptPath } from "#customers/forms/kiosk/kiosk-scripts.ts";
import { confirm, sendAgain, showConfirmation } from "./confirm-routes.tsx";
import type { FormPageDeps } from "./form-page-deps.ts";
import { answerForm, showForm } from "./form-routes.tsx";
import { scriptResponse, showOffline, showThanks, takeHeld } from "./kiosk-routes.tsx";

/** The vendor's forms, for everybody and for devices in shops. */
export function mountForms(app: Hono, deps: FormPageDeps): void {
  app.post("/forms/confirm/again", (context) => sendAgain(deps, context));
  app.get("/forms/confirm/:token", (context) => showConfirmation(deps, context));
  app.post("/forms/confirm/:token", (context) => confirm(deps, context));
  app.get(pageScriptPath, () => scriptResponse(pageScript));
  app.get(workerScriptPath, () => scriptResponse(workerScript));
  app.get("/kiosk/:code/offline", (context) => showOffline(deps, context));
  app.get("/kiosk/:code/thanks", (context) => showThanks(deps, context));
  app.post("/kiosk/:code/held", (context) => takeHeld(deps, context));
  for (const path of ["/forms/:code", "/kiosk/:code"]) {
    app.get(path, (context) => showForm(deps, context));
    app.post(path, (context) => answerForm(deps, context));
    app.all(path, () => problemResponse(problem("method_not_allowed")));
  }
}
