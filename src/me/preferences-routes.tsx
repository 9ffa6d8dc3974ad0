import type { Context } from "hono";
import { wallClockIn } from "#kernel/calendar.ts";
import { findNextDates } from "#messages/newsletters/next-dates.ts";
import type { PreferencesInput } from "#messages/preferences/preferences.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { draftFrom, draftOf, type FieldFaults, generalShape, parseGeneral } from "./general-form.ts";
import type { MeDeps } from "./me-deps.ts";
import { PreferencesPage, type PreferencesPageProps } from "./pages/preferences-page.tsx";
import { findSite, sitePath } from "./site/site-address.ts";
import { formTokenOf, preferencesPath } from "./session.ts";
import { mePage, type Visit, withForm, withSession } from "./with-session.tsx";

const DATES = 3;
export const noFaults: FieldFaults = new Map();

/** `GET /preferences` */
export function showPreferences(deps: MeDeps, context: Context): Promise<Response> {
  return withSession(deps, context, async (visit) =>
    mePage(
      deps,
      await page(deps, visit, {
        draft: draftOf(visit.preferences),
        faults: noFaults,
        isSaved: context.req.query("saved") === "1",
      }),
    ),
  );
}

/** `POST /preferences`: saves all of the form or nothing of it. */
export function savePreferencesForm(deps: MeDeps, context: Context): Promise<Response> {
  return withForm(deps, { context, shape: generalShape }, async (visit, fields) => {
    const draft = draftFrom(fields);
    const today = wallClockIn(visit.preferences.zone, deps.clock.now()).date;
    const choice = parseGeneral(draft, visit.preferences, today);
    const faults = choice.ok ? await saveChoice(deps, visit, choice.value) : choice.error;
    if (faults.size === 0) return seeOther(`${preferencesPath}?saved=1`);
    return mePage(deps, await page(deps, visit, { draft, faults, isSaved: false }), 422);
  });
}

type Shown = Pick<PreferencesPageProps, "draft" | "faults" | "isSaved">;

async function page(deps: MeDeps, { session, preferences, frame }: Visit, shown: Shown) {
  const next = await findNextDates(deps.store, {
    customerId: preferences.customerId,
    now: deps.clock.now(),
    count: DATES,
  });
  return (
    <PreferencesPage
      frame={frame}
      preferences={preferences}
      nextDates={new Map(next.map(({ newsletterId, dates }) => [newsletterId, dates]))}
      formToken={formTokenOf(deps, session)}
      ownSite={sitePath(deps.secret, await findSite(deps.reads, preferences.customerId))}
      {...shown}
    />
  );
}

/** Saves a choice that a form of hers means; the words beside its switches go into the consent records. */
export async function saveChoice(
  deps: MeDeps,
  { session, preferences, frame }: Visit,
  choice: PreferencesInput,
): Promise<FieldFaults> {
  const { receiveWording, trackingWording } = frame.words;
  const saved = await savePreferences({
    deps,
    customerCode: preferences.customerCode,
    choice,
    source: "preferences-page",
    wording: `${receiveWording}\n${trackingWording}`,
    proof: { messageNumber: session.messageNumber, language: frame.language },
  });
  if (saved.ok) return noFaults;
  // The parser refuses the same things with better words; what is left is a newsletter that was stopped meanwhile.
  const isZone = saved.error.faults?.some(({ pointer }) => pointer === "/zone") === true;
  return new Map([isZone ? ["zone", "zone"] : ["on", "choice"]]);
}

/** After a post the reader is sent to a page that she may load again. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
