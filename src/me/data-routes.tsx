import type { Context } from "hono";
import { emailIdentity } from "#customers/normalise-identity.ts";
import { rescheduleCustomer } from "#messages/newsletters/reschedule-moved.ts";
import { redirect } from "./enter-routes.tsx";
import { ownFormToken, setCookie } from "./enter/own-session.ts";
import { CODE_LIFE_MS, requestCode } from "./enter/request-code.ts";
import type { MeDeps } from "./me-deps.ts";
import { ConsentsPage, wordingOf } from "./pages/consents-page.tsx";
import { CorrectPage, type CorrectPageProps } from "./pages/correct-page.tsx";
import { DataPage } from "./pages/data-page.tsx";
import { seeOther } from "./preferences-routes.tsx";
import type { FormFields } from "./read-form.ts";
import { dataHeld } from "./site/data-held.ts";
import { correctProfile } from "./site/correct-profile.ts";
import { changeConsent, consentHistory, standingConsents, withdrawEverything } from "./site/own-consents.ts";
import { findOwnSettings, type ProfileField, profileFields, shownSets } from "./site/own-settings.ts";
import { type OwnVisit, withOwn, withOwnForm } from "./with-own.tsx";
import { mePage } from "./with-session.tsx";

/** `GET /me/data` */
export function showData(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const settings = await findOwnSettings(deps.reads);
    const about = { reads: deps.reads, now: deps.clock.now(), locale: session.locale };
    return mePage(
      deps,
      <DataPage
        frame={frame}
        formToken={ownFormToken(deps.secret, session)}
        zone={session.zone}
        held={await dataHeld(about, session.customerId, shownSets(settings))}
        isCorrectable
      />,
    );
  });
}

/** `GET /me/correct` */
export function showCorrect(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async (visit) => {
    const { own } = visit.frame;
    const done = context.req.query("done") === "1" ? own.done : undefined;
    const flash = context.req.query("address") === "1" ? own.correct.addressDone : done;
    return correctPage(deps, visit, { flash });
  });
}

const correctShape = { form: "one", first_name: "one", last_name: "one", birth_on: "one", country: "one" } as const;

/** `POST /me/correct`: a fact with herself as its source. */
export function saveCorrection(deps: MeDeps, context: Context): Promise<Response> {
  return withOwnForm(deps, { context, shape: correctShape }, async (visit, fields) => {
    const { customerId } = visit.session;
    const { correctable } = await findOwnSettings(deps.reads);
    const known = new Map((await profileOf(deps, customerId)).map(({ name, value }) => [name, value]));
    const said = correctable.map((name): readonly [ProfileField, string] => [name, fields.one(name)]);
    const changed = new Map(said.filter(([name, value]) => value !== known.get(name)));
    const corrected = await correctProfile(deps, customerId, changed);
    if (!corrected.ok) return correctPage(deps, visit, { said: fields, faults: corrected.error });
    await rescheduleCustomer(deps, visit.session.code);
    return seeOther("/me/correct?done=1");
  });
}

/** `POST /me/address`: a code goes to the new address; until it is typed, nothing is changed. */
export function askForAddress(deps: MeDeps, context: Context): Promise<Response> {
  const asked = { context, shape: { form: "one", address: "one" } as const, isFresh: true };
  return withOwnForm(deps, asked, async (visit, fields) => {
    const address = fields.one("address").slice(0, 254);
    const identity = emailIdentity(deps.secret, address);
    if (identity === undefined) return correctPage(deps, visit, { address, isAddressFaulty: true });
    const token = await requestCode(deps, {
      kind: "address",
      addressHash: identity.hash,
      address: identity.value,
      customerId: visit.session.customerId,
      origin: deps.readRequest(context).address,
    });
    deps.wake();
    const cookie = setCookie(deps.publicUrl, { name: "me-code", value: token, lifeMs: 2 * CODE_LIFE_MS });
    return redirect("/me/code", [cookie]);
  });
}

type CorrectShown = Partial<Pick<CorrectPageProps, "faults" | "address" | "isAddressFaulty" | "flash">> & {
  /** The form as she sent it. */
  readonly said?: FormFields;
};

async function correctPage(deps: MeDeps, { session, frame }: OwnVisit, shown: CorrectShown): Promise<Response> {
  const { correctable } = await findOwnSettings(deps.reads);
  const known = await profileOf(deps, session.customerId);
  const { said, faults = new Map(), address = "", isAddressFaulty = false, flash } = shown;
  const page = (
    <CorrectPage
      frame={frame}
      formToken={ownFormToken(deps.secret, session)}
      fields={known
        .filter(({ name }) => correctable.includes(name))
        .map(({ name, value }) => ({ name, value: said?.one(name) ?? value }))}
      faults={faults}
      email={session.email}
      address={address}
      isAddressFaulty={isAddressFaulty}
      flash={flash}
    />
  );
  return mePage(deps, page, faults.size > 0 || isAddressFaulty ? 422 : 200);
}

async function profileOf(deps: MeDeps, customerId: number) {
  const [row] = await deps.reads.read<Record<ProfileField, string | null>>({
    sql: `select ${profileFields.join(", ")} from customers where id = ?`,
    params: [customerId],
  });
  return profileFields.map((name) => ({ name, value: row?.[name] ?? "" }));
}

/** `GET /me/consents` */
export function showConsents(deps: MeDeps, context: Context): Promise<Response> {
  return withOwn(deps, { context }, async ({ session, frame }) => {
    const [standing, history] = await Promise.all([
      standingConsents(deps.reads, session.customerId, session.locale),
      consentHistory(deps.reads, session.customerId, session.locale),
    ]);
    return mePage(
      deps,
      <ConsentsPage
        frame={frame}
        formToken={ownFormToken(deps.secret, session)}
        zone={session.zone}
        standing={standing}
        history={history}
        flash={context.req.query("done") === "1" ? frame.own.done : undefined}
      />,
    );
  });
}

/** `POST /me/consents`: one press, either way. */
export function saveConsent(deps: MeDeps, context: Context): Promise<Response> {
  const shape = { form: "one", act: "one", purpose: "one", channel: "one", topic: "one" } as const;
  return withOwnForm(deps, { context, shape }, async ({ session, frame }, fields) => {
    const { code, customerId } = session;
    const act = fields.one("act");
    const { consents } = frame.own;
    if (act === "everything") await withdrawEverything(deps, { code, customerId, wording: consents.everything });
    if (act !== "give" && act !== "withdraw") return seeOther("/me/consents?done=1");
    const [purpose, channel, topic] = [fields.one("purpose"), fields.one("channel"), fields.one("topic")];
    const standing = await standingConsents(deps.store, customerId, session.locale);
    // Only what she was asked once can be answered here: a form invents no topic.
    const known = standing.find((one) => one.purpose === purpose && one.channel === channel && one.topic === topic);
    if (known === undefined) return seeOther("/me/consents");
    const isGranted = act === "give";
    const wording = isGranted ? wordingOf(frame, known) : consents.withdraw;
    await changeConsent(deps, code, { purpose: known.purpose, channel, topic, isGranted, wording });
    return seeOther("/me/consents?done=1");
  });
}
