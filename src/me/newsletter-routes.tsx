import type { Context } from "hono";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import { findNextDates } from "#messages/newsletters/next-dates.ts";
import type { NewsletterPreference } from "#messages/preferences/preferences.ts";
import type { MeDeps } from "./me-deps.ts";
import { type PaceDraft, paceDraftFrom, paceDraftOf, paceShape, parsePaceForm, type UsualPace } from "./pace-form.ts";
import { NewsletterPage, type NewsletterPageProps } from "./pages/newsletter-page.tsx";
import { NoticePage } from "./pages/notice-page.tsx";
import { noFaults, saveChoice, seeOther } from "./preferences-routes.tsx";
import { formTokenOf, preferencesPath } from "./session.ts";
import { mePage, type Visit, withForm, withSession } from "./with-session.tsx";

const DATES = 3;

type Chosen = { readonly visit: Visit; readonly newsletter: NewsletterPreference; readonly usual: UsualPace };

/** `GET /preferences/<newsletter>` */
export function showNewsletter(deps: MeDeps, context: Context): Promise<Response> {
  return withSession(deps, context, (visit) =>
    withNewsletter(deps, { context, visit }, async (chosen) =>
      mePage(
        deps,
        await page(deps, chosen, {
          draft: paceDraftOf(chosen.newsletter),
          faults: noFaults,
          isSaved: context.req.query("saved") === "1",
        }),
      ),
    ),
  );
}

/** `POST /preferences/<newsletter>`: her dates and her pace for this one. */
export function saveNewsletter(deps: MeDeps, context: Context): Promise<Response> {
  return withForm(deps, { context, shape: paceShape }, (visit, fields) =>
    withNewsletter(deps, { context, visit }, async (chosen) => {
      const draft: PaceDraft = paceDraftFrom(fields);
      const { newsletter, usual } = chosen;
      const choice = parsePaceForm(draft, { newsletter, usual, birthOn: visit.preferences.birthOn });
      const faults = choice.ok ? await saveChoice(deps, visit, { newsletters: [choice.value] }) : choice.error;
      if (faults.size === 0) return seeOther(`${preferencesPath}/${newsletter.code}?saved=1`);
      return mePage(deps, await page(deps, chosen, { draft, faults, isSaved: false }), 422);
    }),
  );
}

async function withNewsletter(
  deps: MeDeps,
  { context, visit }: { readonly context: Context; readonly visit: Visit },
  work: (chosen: Chosen) => Promise<Response>,
): Promise<Response> {
  const code = context.req.param("code") ?? "";
  const newsletter = visit.preferences.newsletters.find((one) => one.code === code);
  const found = newsletter === undefined ? undefined : await findNewsletter(deps.store, code);
  if (newsletter === undefined || found === undefined) {
    return mePage(deps, <NoticePage frame={visit.frame} {...visit.frame.words.resend} />, 404);
  }
  const { defaultPace: pace, defaultMinute } = found;
  const minute = ("minute" in pace ? pace.minute : undefined) ?? defaultMinute;
  return work({ visit, newsletter, usual: { pace, minute } });
}

type Shown = Pick<NewsletterPageProps, "draft" | "faults" | "isSaved">;

async function page(deps: MeDeps, { visit, newsletter, usual }: Chosen, shown: Shown) {
  const { preferences, frame, session } = visit;
  const next = await findNextDates(deps.store, {
    customerId: preferences.customerId,
    now: deps.clock.now(),
    count: DATES,
  });
  return (
    <NewsletterPage
      frame={frame}
      newsletter={newsletter}
      usual={usual}
      zone={preferences.zone}
      isBirthdayKnown={preferences.birthOn !== null || newsletter.pace.kind === "own_date"}
      dates={next.find(({ newsletterId }) => newsletterId === newsletter.id)?.dates ?? []}
      formToken={formTokenOf(deps, session)}
      {...shown}
    />
  );
}
