import { type Feed, findFeed } from "#catalogue/feeds/find-feed.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type FieldFaults, faultsOfProblem } from "#console/form-faults.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { draftNames, draftOf, emptyDraft, type FeedDraft, namedAsInForm, readFeedDraft } from "./feed-draft.ts";
import { draftLabels, FeedFields } from "./feed-edit-fields.tsx";
import { feedsPath, newFeedPath, sceneFeed } from "./feeds.tsx";
import { Refused } from "#console/pages/refused.tsx";

export const feedEditPages: readonly ConsolePage[] = [
  { method: "get", path: newFeedPath, scope: "catalogue:write", handle: (scene) => form(scene, { draft: emptyDraft }) },
  { method: "post", path: newFeedPath, scope: "catalogue:write", handle: create },
  { method: "get", path: `${feedsPath}/:code/edit`, scope: "catalogue:write", handle: showEdit },
  { method: "post", path: `${feedsPath}/:code/edit`, scope: "catalogue:write", handle: save },
];

type Form = { readonly draft: FeedDraft; readonly known?: Feed | undefined; readonly faults?: FieldFaults };

function form(scene: Scene, { draft, known, faults = {} }: Form): Promise<Response> {
  const back = known === undefined ? feedsPath : `${feedsPath}/${known.code}`;
  const title = known === undefined ? "New feed" : "Change the feed";
  const isRefused = Object.keys(faults).length > 0;
  const parent =
    known === undefined ? { href: feedsPath, label: "Feeds" } : { href: back, label: known.settings.title };
  const told = isRefused && draft.headerValue !== "" ? { headerValue: SAY_AGAIN, ...faults } : faults;
  const content = (
    <>
      <PageHeader title={title} lead="Nothing is fetched before its time, or before you ask for it." parent={parent} />
      <Refused faults={told} labels={draftLabels} title={known === undefined ? "No feed was made." : undefined} />
      <form class="form wide" method="post" action={known === undefined ? newFeedPath : `${back}/edit`}>
        <FeedFields draft={draft} faults={told} header={known?.header?.name} isNew={known === undefined} />
        <div class="row">
          <Button look="primary">{known === undefined ? "Make the feed" : "Save"}</Button>
          <ButtonLink href={back}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
  return scenePage(scene, { title, current: feedsPath, status: isRefused ? 422 : 200 }, content);
}

/** It went out of the form with the refusal, and is nowhere else. */
const SAY_AGAIN = "Say the value again: it is not shown back.";

async function readDraft({ deps, context }: Scene): Promise<FeedDraft | undefined> {
  const shape = Object.fromEntries(draftNames.map((name) => [name, "one" as const]));
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  return fields.ok
    ? (Object.fromEntries(draftNames.map((name) => [name, fields.value.one(name)])) as FeedDraft)
    : undefined;
}

async function create(scene: Scene): Promise<Response> {
  const draft = await readDraft(scene);
  if (draft === undefined) return notice(scene, 400, problems.invalid_request.title);
  const isTaken = (await findFeed(scene.deps.store, draft.code)) !== undefined;
  return isTaken
    ? form(scene, { draft, faults: { code: "Another feed has this code." } })
    : put(scene, { draft, known: undefined });
}

async function showEdit(scene: Scene): Promise<Response> {
  const known = await sceneFeed(scene);
  return known === undefined ? notFound(scene) : form(scene, { draft: draftOf(known), known });
}

async function save(scene: Scene): Promise<Response> {
  const known = await sceneFeed(scene);
  if (known === undefined) return notFound(scene);
  const draft = await readDraft(scene);
  return draft === undefined
    ? notice(scene, 400, problems.invalid_request.title)
    : put(scene, { draft: { ...draft, code: known.code }, known });
}

async function put(scene: Scene, { draft, known }: Form): Promise<Response> {
  const read = readFeedDraft(draft, known);
  if (!read.ok) return form(scene, { draft, known, faults: read.error });
  const saved = await putFeed({ deps: scene.deps.feeds, actor: scene.actor, input: read.value });
  return saved.ok
    ? seeOther(`${feedsPath}/${read.value.code}?saved=1`)
    : form(scene, { draft, known, faults: namedAsInForm(faultsOfProblem(saved.error)) });
}
