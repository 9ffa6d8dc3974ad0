import type { Context } from "hono";
import { findNextDates } from "#messages/newsletters/next-dates.ts";
import { copyFor } from "#messages/newsletters/newsletter-copy.ts";
import type { Shelf } from "#messages/content/shelf.ts";
import { ownFormToken, type OwnSession } from "./enter/own-session.ts";
import type { MeDeps } from "./me-deps.ts";
import { OverviewPage } from "./pages/overview-page.tsx";
import { PicksPage } from "./pages/picks-page.tsx";
import { sayDay } from "./pages/say-when.ts";
import { seeOther } from "./preferences-routes.tsx";
import { sayDate } from "./say-dates.ts";
import { chooseLess, listLessWanted } from "./site/less-wanted.ts";
import { ownCounts } from "./site/overview.ts";
import { type OwnPick, ownPicks, ownProduct, ownShelf } from "./site/own-picks.ts";
import { listSaved, saveProduct } from "./site/saved-products.ts";
import { findSite, renewSite, sitePath } from "./site/site-address.ts";
import type { PageLanguage } from "./words/words-for.ts";
import { type OwnVisit, withOwn, withOwnForm } from "./with-own.tsx";
import { mePage } from "./with-session.tsx";

/** On the overview: a handful, the rest behind a link. */
const FEW = 4;

/** `GET /me` */
export function showOverview(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async (visit) => {
    const { session, frame } = visit;
    const { customerId } = session;
    const [chosen, counts, saved, next, site] = await Promise.all([
      chosenFor(deps, session),
      ownCounts(deps.reads, customerId),
      listSaved(deps.reads, customerId),
      nextMessage(deps, session, frame.language),
      findSite(deps.reads, customerId),
    ]);
    return mePage(
      deps,
      <OverviewPage
        frame={frame}
        formToken={ownFormToken(deps.secret, session)}
        firstName={session.firstName}
        picks={chosen.picks.slice(0, FEW)}
        savedCodes={new Set(saved.map(({ productCode }) => productCode))}
        counts={counts}
        next={next}
        madeOn={sayDay(site.madeAt, { language: frame.language, zone: session.zone })}
        siteUrl={`${deps.publicUrl}${sitePath(deps.secret, site)}`}
        flash={flashOf(visit, context.req.query("done"))}
      />,
    );
  });
}

function flashOf({ frame: { own } }: OwnVisit, done: string | undefined): string | undefined {
  switch (done) {
    case "site":
      return own.site.renewed;
    case "less":
      return own.picks.lessDone;
    case "saved":
      return own.done;
    default:
      return undefined;
  }
}

/** `POST /me/site`: the address of her page is another from here on. */
export function renewOwnSite(deps: MeDeps, context: Context): Promise<Response> {
  return withOwnForm(deps, { context, shape: { form: "one" } }, async ({ session }) => {
    await deps.store.write([renewSite(session.customerId)]);
    return seeOther("/me?done=site");
  });
}

/** `GET /me/picks` */
export function showPicks(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async (visit) => {
    const { session, frame } = visit;
    const [{ picks, shelf, less }, saved] = await Promise.all([
      chosenFor(deps, session),
      listSaved(deps.reads, session.customerId),
    ]);
    return mePage(
      deps,
      <PicksPage
        frame={frame}
        formToken={ownFormToken(deps.secret, session)}
        picks={picks}
        savedCodes={new Set(saved.map(({ productCode }) => productCode))}
        less={less.map((one) => ({ ...one, product: productOf(shelf, one.productCode, session.locale) }))}
        flash={flashOf(visit, context.req.query("done"))}
      />,
    );
  });
}

/** `POST /me/picks`: keep it, less of it, or show it again. */
export function answerPick(deps: MeDeps, context: Context): Promise<Response> {
  const shape = { form: "one", act: "one", code: "one", category: "one", back: "one" } as const;
  return withOwnForm(deps, { context, shape }, async ({ session }, fields) => {
    const { customerId } = session;
    const productCode = fields.one("code");
    const shelf = await shelfOf(deps);
    const id = shelf?.idByCode.get(productCode);
    // The category is the catalogue's own where it still has the product: a form is no place to learn it from.
    const category = (id === undefined ? undefined : shelf?.productById.get(id)?.category) ?? "";
    const back = fields.one("back") === "overview" ? "/me" : "/me/picks";
    const act = fields.one("act");
    if (act === "save") await saveProduct(deps, { customerId, productCode, source: "own-site" });
    const isLess = act === "less";
    const isKnown = category !== "" || act === "again";
    if ((isLess || act === "again") && isKnown) {
      await chooseLess(deps, { customerId, productCode, category: category || fields.one("category"), isLess });
    }
    return seeOther(`${back}?done=${isLess ? "less" : "saved"}`);
  });
}

type Chosen = {
  readonly shelf: Shelf | undefined;
  readonly picks: readonly OwnPick[];
  readonly less: Awaited<ReturnType<typeof listLessWanted>>;
};

/** What was chosen, without what she does not want to see. */
async function chosenFor(deps: MeDeps, session: OwnSession): Promise<Chosen> {
  const [shelf, less] = await Promise.all([shelfOf(deps), listLessWanted(deps.reads, session.customerId)]);
  if (shelf === undefined) return { shelf, picks: [], less };
  const unwanted = new Set(less.map(({ productCode }) => productCode));
  const picks = await ownPicks(deps, shelf, session);
  return { shelf, less, picks: picks.filter(({ code }) => !unwanted.has(code)) };
}

/** A rule that is understood no more stops all choice; her page opens all the same. */
export async function shelfOf(deps: MeDeps): Promise<Shelf | undefined> {
  try {
    return await ownShelf(deps);
  } catch {
    deps.log("own_picks_failed", {});
    return undefined;
  }
}

export function productOf(shelf: Shelf | undefined, code: string, locale: string) {
  const id = shelf?.idByCode.get(code);
  const product = id === undefined ? undefined : shelf?.productById.get(id);
  return product === undefined ? undefined : ownProduct(product, locale);
}

async function nextMessage(deps: MeDeps, { customerId, locale }: OwnSession, language: PageLanguage) {
  const dates = await findNextDates({ ...deps.store, ...deps.reads }, { customerId, now: deps.clock.now(), count: 1 });
  const soonest = dates
    .flatMap(({ newsletterId, dates: [date] }) => (date === undefined ? [] : [{ newsletterId, date }]))
    .toSorted((left, right) => (left.date < right.date ? -1 : 1))[0];
  if (soonest === undefined) return undefined;
  const [row] = await deps.reads.read<Parameters<typeof copyFor>[0]>({
    sql: "select title, description, copy from newsletters where id = ?",
    params: [soonest.newsletterId],
  });
  return row === undefined ? undefined : { title: copyFor(row, locale).title, date: sayDate(soonest.date, language) };
}
