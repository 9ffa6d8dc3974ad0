import { problems } from "#kernel/problem.ts";
import { type FormShape, readForm } from "#me/read-form.ts";
import { findSmsSettings, putSmsSettings, smsSettingsBody } from "#messages/sms/sms-settings.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Checkbox } from "#web/pages/choice-fields.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Refused } from "#console/pages/refused.tsx";
import { settingsPath } from "#console/pages/settings/settings.tsx";
import { bodyOf, draftOf, lineOf, type SmsDraft, type SmsField, smsFields } from "./sms-draft.ts";

const PATH = `${settingsPath}/sms`;

export const smsSettingsPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "settings:write", handle: show },
  { method: "post", path: PATH, scope: "settings:write", handle: save },
];

const labels: Readonly<Record<SmsField, string>> = {
  senders: "Senders, one a line",
  maxSegments: "Most parts of one text",
  validityMinutes: "Minutes that the provider may keep a text",
  smartReplacement: "Write typographic signs plainly where that makes a text cheaper",
  help: "Answer to HELP",
  currency: "Currency",
  prices: "Prices of 1,000 parts, one country a line",
  dailyLimitMinor: "Most for a day",
  quietHours: "Quiet hours, one a line",
};

async function show(scene: Scene): Promise<Response> {
  return form(scene, draftOf(await findSmsSettings(scene.deps.store)));
}

function form(scene: Scene, draft: SmsDraft, faults: FieldFaults = {}): Promise<Response> {
  const content = (
    <>
      <PageHeader
        title="Texts"
        lead="From which senders texts go out, at what price and when. It holds for those that are prepared from now on."
        parent={{ href: settingsPath, label: "Settings" }}
      />
      <Refused faults={faults} labels={labels} />
      <form class="form" method="post" action={PATH}>
        <Senders draft={draft} faults={faults} />
        <Costs draft={draft} faults={faults} />
        <Hours draft={draft} faults={faults} />
        <div class="row">
          <Button look="primary">Save</Button>
          <ButtonLink href={settingsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "Texts", current: settingsPath, status }, content);
}

type Part = { readonly draft: SmsDraft; readonly faults: FieldFaults };

/** A field with what was written in it, and what is wrong with that. */
function fieldOf({ draft, faults }: Part, name: SmsField, hint?: string) {
  return { name, label: labels[name], hint, value: draft[name], error: faults[name] };
}

function Senders(part: Part) {
  const sample = "+12025550123; US, CA; 10; registered";
  return (
    <Fieldset legend="Senders">
      <TextArea
        {...fieldOf(
          part,
          "senders",
          `Number, short code or name; countries; texts a second; registered or not registered. ${sample}`,
        )}
        rows={5}
        isCode
      />
      <TextField {...fieldOf(part, "maxSegments", "1 to 10. A longer text is not sent.")} inputMode="numeric" isShort />
      <TextField
        {...fieldOf(part, "validityMinutes", "1 to 600. What is later is not sent.")}
        inputMode="numeric"
        isShort
      />
      <Checkbox
        name="smartReplacement"
        value="yes"
        label={labels.smartReplacement}
        isChecked={part.draft.smartReplacement !== ""}
      />
      <TextField {...fieldOf(part, "help", "Where a reader finds people: a telephone number, an address.")} />
    </Fieldset>
  );
}

function Costs(part: Part) {
  return (
    <Fieldset legend="Costs">
      <TextField {...fieldOf(part, "currency", "Three letters, such as USD")} isShort />
      <TextArea
        {...fieldOf(part, "prices", "In minor units, * for all other countries. US; 790 is 7.90 for 1,000.")}
        rows={4}
        isCode
      />
      <TextField
        {...fieldOf(
          part,
          "dailyLimitMinor",
          "In minor units; empty: no limit. What passes it waits for the next UTC day.",
        )}
        inputMode="numeric"
        isShort
      />
    </Fieldset>
  );
}

function Hours(part: Part) {
  return (
    <Fieldset legend="Hours">
      <TextArea
        {...fieldOf(
          part,
          "quietHours",
          "From and to by the reader’s clock; weekdays, if not all; beginnings of numbers, if not all. 20:00-09:00; Sa, Su; +1305",
        )}
        rows={4}
        isCode
      />
    </Fieldset>
  );
}

const shape: FormShape = Object.fromEntries(smsFields.map((name) => [name, "one"]));

async function save(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const draft = Object.fromEntries(smsFields.map((name) => [name, sent.value.one(name)])) as SmsDraft;
  const parsed = smsSettingsBody.safeParse(bodyOf(draft));
  if (!parsed.success) return form(scene, draft, faultsIn(draft, parsed.error.issues));
  await putSmsSettings({ deps, actor, input: parsed.data });
  return seeOther(`${settingsPath}?saved=sms`);
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

/** The first fault of each field, with the line that it is in. */
function faultsIn(draft: SmsDraft, issues: readonly Issue[]): FieldFaults {
  const named = issues.flatMap(({ path: [name, index], message }) => {
    const field = smsFields.find((one) => one === name);
    if (field === undefined) return [];
    const line = typeof index === "number" ? lineOf(draft, field, index) : undefined;
    const words = /NaN|undefined/.test(message) ? "This is not readable." : message;
    return [[field, line === undefined ? words : `Line ${line}: ${words}`] as const];
  });
  return Object.fromEntries(named.toReversed());
}
