import { findSender, inputOf, putSender, senderBody } from "#catalogue/sender.ts";
import { problems } from "#kernel/problem.ts";
import { type FormShape, readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextField, type TextFieldProps } from "#web/pages/text-field.tsx";
import { type FieldFaults, readFields } from "#console/form-faults.ts";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { Refused } from "#console/pages/refused.tsx";
import { settingsPath } from "./settings.tsx";

const PATH = `${settingsPath}/sender`;

export const senderPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "settings:write", handle: showSender },
  { method: "post", path: PATH, scope: "settings:write", handle: saveSender },
];

type Field = Pick<TextFieldProps, "label" | "hint" | "type">;

/** Fields by the names under which a sender holds them. */
const vendorFields = {
  "vendor.name": { label: "Name of the vendor" },
  "vendor.websiteUrl": { label: "Website", hint: "Beginning with https://", type: "url" },
  "vendor.logoUrl": { label: "Logo", hint: "Address of a picture, beginning with https://", type: "url" },
  "vendor.postalAddress": {
    label: "Postal address",
    hint: "In one line. Marketing mail must say where the sender is reached by post.",
  },
  "vendor.colour": {
    label: "Colour",
    hint: "Such as #2e5d4b. Where words could not be read on it, mails take a darker or lighter one.",
  },
} as const satisfies Readonly<Record<string, Field>>;

const mailFields = {
  fromName: { label: "Name beside the address" },
  fromAddress: { label: "Address", hint: "Such as hello@shop.example", type: "email" },
  replyTo: { label: "Answers go to", hint: "Empty: to the address above.", type: "email" },
  domain: { label: "Domain of the lists", hint: "Such as news.shop.example: mail programmes know our lists by it." },
} as const satisfies Readonly<Record<string, Field>>;

const fields: Readonly<Record<string, Field>> = { ...vendorFields, ...mailFields };
type Name = keyof typeof vendorFields | keyof typeof mailFields;
type Draft = Readonly<Record<Name, string>>;
const names = Object.keys(fields) as readonly Name[];
const labels = Object.fromEntries(names.map((name) => [name, fields[name]?.label ?? name]));

async function showSender(scene: Scene): Promise<Response> {
  const kept = await findSender(scene.deps.store);
  if (kept === undefined)
    return form(
      scene,
      draftOf(() => ""),
    );
  const { vendor, replyTo = "", ...mail } = inputOf(kept);
  const flat: Readonly<Record<string, string>> = {
    ...mail,
    replyTo,
    ...Object.fromEntries(Object.entries(vendor).map(([name, value]) => [`vendor.${name}`, value])),
  };
  return form(
    scene,
    draftOf((name) => flat[name] ?? ""),
  );
}

function draftOf(value: (name: Name) => string): Draft {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Draft;
}

function form(scene: Scene, draft: Draft, faults: FieldFaults = {}): Promise<Response> {
  const show = (group: Readonly<Record<string, Field>>) =>
    Object.entries(group).map(([name, field]) => (
      <TextField {...field} name={name} value={draft[name as Name]} error={faults[name]} autocomplete="off" />
    ));
  const content = (
    <>
      <PageHeader
        title="Sender"
        lead="Who speaks in the messages. It holds for those that are prepared from now on."
        parent={{ href: settingsPath, label: "Settings" }}
      />
      <Refused faults={faults} labels={labels} />
      <form class="form" method="post" action={PATH}>
        <Fieldset legend="The vendor">{show(vendorFields)}</Fieldset>
        <Fieldset legend="In the mail’s head">{show(mailFields)}</Fieldset>
        <div class="row">
          <Button look="primary">Save</Button>
          <ButtonLink href={settingsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = Object.keys(faults).length > 0 ? 422 : 200;
  return scenePage(scene, { title: "Sender", current: settingsPath, status }, content);
}

const shape: FormShape = Object.fromEntries(names.map((name) => [name, "one"]));

async function saveSender(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const sent = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!sent.ok) return notice(scene, 400, problems.invalid_request.title);
  const draft = draftOf((name) => sent.value.one(name));
  const read = readFields(senderBody, bodyOf(draft));
  if (!read.ok) return form(scene, draft, read.error);
  await putSender({ deps, actor, input: read.value });
  return seeOther(`${settingsPath}?saved=sender`);
}

/** The form as the API takes a sender. */
function bodyOf(draft: Draft) {
  const vendor = Object.keys(vendorFields).map((name) => [name.slice("vendor.".length), draft[name as Name]]);
  const mail = Object.keys(mailFields).map((name) => [name, draft[name as Name]]);
  const isSaid = ([name, value]: readonly string[]) => name !== "replyTo" || value !== "";
  return { ...(Object.fromEntries(mail.filter(isSaid)) as object), vendor: Object.fromEntries(vendor) as object };
}
