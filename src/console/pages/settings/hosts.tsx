import { hostsBody, loadHosts, putHosts } from "#catalogue/hosts.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { TextArea } from "#web/pages/text-field.tsx";
import { type ConsolePage, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { linesOf } from "#console/pages/lines-of.ts";
import { settingsPath } from "./settings.tsx";

const PATH = `${settingsPath}/hosts`;

export const hostsPages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "settings:write", handle: showHosts },
  { method: "post", path: PATH, scope: "settings:write", handle: saveHosts },
];

async function showHosts(scene: Scene): Promise<Response> {
  return form(scene, { text: (await loadHosts(scene.deps.store)).join("\n") });
}

type Draft = {
  readonly text: string;
  /** What is wrong, a sentence for each line. */
  readonly faults?: readonly string[];
  /** Hosts that links lead to now, and that the draft leaves out. */
  readonly dropped?: readonly string[];
};

function form(scene: Scene, { text, faults = [], dropped = [] }: Draft): Promise<Response> {
  const content = (
    <>
      <PageHeader
        title="Hosts of links"
        lead="Links in messages lead to these hosts and to no other."
        parent={{ href: settingsPath, label: "Settings" }}
      />
      {faults.length === 0 ? null : (
        <Flash tone="bad" title="Nothing was changed.">
          <ul>
            {faults.map((fault) => (
              <li>{fault}</li>
            ))}
          </ul>
        </Flash>
      )}
      {dropped.length === 0 ? null : (
        <Flash tone="warn" title="Nothing was changed yet: links would end.">
          Within seconds every link to {dropped.join(", ")} would lead nowhere, also in mails that were sent. Save once
          more if that is meant.
        </Flash>
      )}
      <form class="form" method="post" action={PATH}>
        <input type="hidden" name="dropped" value={dropped.join(" ")} />
        <TextArea
          name="hosts"
          label="Hosts, one a line"
          hint="Each by its full name, such as shop.example: without https, port or path. A subdomain is a host of its own."
          value={text}
          rows={8}
          isCode
          error={faults[0]}
        />
        <div class="row">
          <Button look={dropped.length === 0 ? "primary" : "danger"}>
            {dropped.length === 0 ? "Save" : "Save, and end these links"}
          </Button>
          <ButtonLink href={settingsPath}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  const status = faults.length > 0 ? 422 : dropped.length > 0 ? 409 : 200;
  return scenePage(scene, { title: "Hosts of links", current: settingsPath, status }, content);
}

async function saveHosts(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape: { hosts: "one", dropped: "one" } });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const text = fields.value.one("hosts");
  const lines = linesOf(text);
  const parsed = hostsBody.safeParse({ hosts: lines.map((line) => line.text) });
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => faultWords(lines[Number(path[1])], message));
    return form(scene, { text, faults });
  }
  const { hosts } = parsed.data;
  const dropped = (await loadHosts(deps.store)).filter((host) => !hosts.includes(host));
  // What she was warned of is what she agrees to: a host that somebody added meanwhile is asked about first.
  const agreed = fields.value.one("dropped").split(" ");
  if (dropped.some((host) => !agreed.includes(host))) return form(scene, { text, dropped });
  await putHosts({ deps, actor, input: { hosts } });
  return seeOther(`${settingsPath}?saved=hosts`);
}

function faultWords(line: { readonly number: number; readonly text: string } | undefined, message: string): string {
  return line === undefined ? message : `Line ${line.number}, “${line.text}”: ${message}`;
}
