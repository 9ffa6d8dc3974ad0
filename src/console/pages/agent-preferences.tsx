import type { Call } from "#calls/call.ts";
import { chooseForCaller } from "#calls/choose-for-caller.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { problems } from "#kernel/problem.ts";
import {
  draftFrom,
  draftOf,
  type FieldFaults,
  type GeneralDraft,
  generalShape,
  parseGeneral,
} from "#me/general-form.ts";
import { CapSection, PauseSection, PlaceSection, QuietSection, TrackingSection } from "#me/pages/general-sections.tsx";
import { readForm } from "#me/read-form.ts";
import { pageLanguage, wordsFor } from "#me/words/words-for.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Preferences } from "#messages/preferences/preferences.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { CheckboxCards } from "#web/pages/choice-fields.tsx";
import { directionOf } from "#web/pages/direction.ts";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { callPath, CALLS, callsPath, withCall } from "./agent-words.ts";
import { localeWords } from "./form-words.tsx";

const PATH = `${callsPath}/:id/preferences`;

export const agentPreferencesPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: CALLS, handle: (scene) => withPreferences(scene, show) },
  { method: "post", path: PATH, scope: CALLS, handle: (scene) => withPreferences(scene, save) },
];

type Opened = { readonly call: Call; readonly preferences: Preferences };

function withPreferences(scene: Scene, then: (scene: Scene, opened: Opened) => Promise<Response>): Promise<Response> {
  return withCall(scene, async (call) => {
    const preferences = await findPreferences(scene.deps.store, { id: call.customerId });
    return preferences === undefined ? notFound(scene) : then(scene, { call, preferences });
  });
}

function show(scene: Scene, opened: Opened): Promise<Response> {
  return page(scene, opened, { draft: draftOf(opened.preferences), faults: new Map() });
}

type Shown = { readonly draft: GeneralDraft; readonly faults: FieldFaults };

/** The same switches as on her own page; what is read out to her stands in her language, and is kept as she heard it. */
async function page(scene: Scene, { call, preferences }: Opened, { draft, faults }: Shown): Promise<Response> {
  const brand = await scene.deps.forms.brand();
  const section = { frame: { brand, language: "en" as const, words: wordsFor("en") }, draft, faults, own: preferences };
  const content = (
    <>
      <PageHeader title="What she hears, and when" parent={{ href: callPath(call.id), label: "Call" }} />
      {faults.size === 0 ? null : <Flash tone="bad" title="Nothing was changed: something needs a second look." />}
      <ReadOut locale={preferences.locale} />
      <form class="form" method="post" action={callPath(call.id, "/preferences")}>
        <CheckboxCards
          name="on"
          legend="Newsletters"
          values={draft.on}
          options={preferences.newsletters.map(({ code, title, pace }) => ({
            value: code,
            label: title,
            hint: describePace(pace, "en"),
          }))}
          error={faults.has("on") ? "Choose among these." : undefined}
        />
        <PauseSection {...section} />
        <QuietSection {...section} />
        <CapSection {...section} />
        <PlaceSection {...section} />
        <TrackingSection {...section} />
        <div class="row">
          <Button look="primary">Keep her choices</Button>
          <ButtonLink href={callPath(call.id)}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const frame = { title: "What she hears, and when", current: callsPath, status: faults.size > 0 ? 422 : 200 };
  return scenePage(scene, frame, content);
}

function ReadOut({ locale }: { readonly locale: string }) {
  const language = pageLanguage(locale);
  const { receiveWording, trackingWording } = wordsFor(locale);
  return (
    <Flash tone="info" title={`Read out before you tick anything for her, in ${localeWords(language)}:`}>
      <p lang={language} dir={directionOf(language)}>
        {receiveWording}
      </p>
      <p lang={language} dir={directionOf(language)}>
        {trackingWording}
      </p>
    </Flash>
  );
}

async function save(scene: Scene, opened: Opened): Promise<Response> {
  const { deps, context, actor } = scene;
  const { call, preferences } = opened;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: generalShape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const draft = draftFrom(fields.value);
  const choice = parseGeneral(draft, preferences, wallClockIn(preferences.zone, deps.clock.now()).date);
  if (!choice.ok) return page(scene, opened, { draft, faults: choice.error });
  const { receiveWording, trackingWording } = wordsFor(preferences.locale);
  const wording = `${receiveWording}\n${trackingWording}`;
  const saved = await chooseForCaller(deps.forms, { actor, call, choice: choice.value, wording });
  return saved.ok
    ? seeOther(`${callPath(call.id)}?done=preferences`)
    : page(scene, opened, { draft, faults: new Map([["on", "choice"]]) });
}
