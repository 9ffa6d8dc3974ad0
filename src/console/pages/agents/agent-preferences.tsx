import type { Call } from "#calls/call.ts";
import { chooseForCaller } from "#calls/choose-for-caller.ts";
import { wallClockIn } from "#kernel/calendar.ts";
import { type Problem, problems } from "#kernel/problem.ts";
import {
  draftFrom,
  draftOf,
  type FieldFaults,
  type GeneralDraft,
  generalShape,
  parseGeneral,
} from "#me/general-form.ts";
import {
  CapSection,
  PauseSection,
  PlaceSection,
  QuietSection,
  TrackingSection,
  WaysSection,
} from "#me/pages/general-sections.tsx";
import { readForm } from "#me/read-form.ts";
import { offeredWays } from "#me/ways-form.ts";
import { pageLanguage, wordsFor } from "#me/words/words-for.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Preferences, PreferencesInput } from "#messages/preferences/preferences.ts";
import { describePace } from "#messages/schedule/describe-pace.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { CheckboxCards } from "#web/pages/choice-fields.tsx";
import { directionOf } from "#web/pages/direction.ts";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { callPath, CALLS, callsPath, withCall } from "./agent-words.ts";
import { localeWords } from "#console/pages/forms/form-words.tsx";
import { Refused } from "#console/pages/refused.tsx";

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

type Shown = {
  readonly draft: GeneralDraft;
  readonly faults: FieldFaults;
  /** Why newsletters can't be kept as they were ticked. */
  readonly refusal?: string | undefined;
};

const english = wordsFor("en");
const within = (section: string, label: string) => `${section}, ${label.toLowerCase()}`;
const labels = {
  on: "Newsletters",
  pauseFrom: within(english.pause, english.from),
  pauseUntil: within(english.pause, english.until),
  quietFrom: within(english.quiet, english.from),
  quietUntil: within(english.quiet, english.until),
  capCount: within(english.cap, english.capCount),
  capDays: within(english.cap, english.capPeriod),
  ways: within(english.ways.title, english.ways.first),
  zone: english.zone,
  language: english.language,
};

/** What is wrong at which field, in words. */
function told({ faults, refusal }: Shown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...faults].map(([field, code]) => [
      field,
      field === "on" ? (refusal ?? english.faults[code]) : english.faults[code],
    ]),
  );
}

/** The same switches as on her own page; what is read out to her stands in her language, and is kept as she heard it. */
async function page(scene: Scene, { call, preferences }: Opened, shown: Shown): Promise<Response> {
  const brand = await scene.deps.forms.brand();
  const { draft, faults } = shown;
  const wrong = told(shown);
  const section = { frame: { brand, language: "en" as const, words: english }, draft, faults, own: preferences };
  const content = (
    <>
      <PageHeader title="What she hears, and when" parent={{ href: callPath(call.id), label: "Call" }} />
      <Refused faults={wrong} labels={labels} />
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
          error={wrong["on"]}
        />
        <PauseSection {...section} />
        <QuietSection {...section} />
        <CapSection {...section} />
        <WaysSection {...section} offered={offeredWays(preferences.newsletters)} />
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
    : page(scene, opened, { draft, ...refusedAt(saved.error, choice.value, preferences) });
}

/** The fields of a refusal: a zone that is none, or newsletters by their titles, each with its reason. */
function refusedAt(
  { code, detail, faults = [] }: Problem,
  { newsletters }: PreferencesInput,
  preferences: Preferences,
): Pick<Shown, "faults" | "refusal"> {
  if (faults.some(({ pointer }) => pointer === "/zone")) return { faults: new Map([["zone", "zone"]]) };
  const reasons = new Map<string, string[]>();
  for (const { pointer, message } of faults) {
    const chosen = newsletters[Number(/^\/newsletters\/(\d+)\//.exec(pointer)?.[1])]?.code;
    const title = preferences.newsletters.find((newsletter) => newsletter.code === chosen)?.title;
    reasons.set(message, [...(reasons.get(message) ?? []), ...(title === undefined ? [] : [title])]);
  }
  const refusal = [...reasons].map(([message, titles]) => [titles.join(", "), message].filter(Boolean).join(": "));
  return {
    faults: new Map([["on", "choice"]]),
    refusal: refusal.length === 0 ? (detail ?? problems[code].title) : refusal.join(" "),
  };
}
