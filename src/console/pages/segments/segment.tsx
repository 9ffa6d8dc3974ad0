import { instantOf } from "#kernel/calendar.ts";
import { problems } from "#kernel/problem.ts";
import { type FormFields, readForm } from "#me/read-form.ts";
import { countRule } from "#segments/count-rule.ts";
import { listChanges, type MembershipChange } from "#segments/list-changes.ts";
import { listMembers, type Member } from "#segments/list-members.ts";
import { putSegment } from "#segments/put-segment.ts";
import { findSegment, type Segment, segmentCode } from "#segments/segment.ts";
import { checkSegmentRule } from "#segments/segment-rule.ts";
import { segmentBody, viewOfSegment } from "#segments/segment-view.ts";
import { loadSegmentVocabulary } from "#segments/segment-vocabulary.ts";
import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { readFields } from "#console/form-faults.ts";
import { pagerOf, PAGE_SIZE, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { count, StateBadge, When } from "#console/words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";
import { countWords } from "./segment-count.ts";
import { type SegmentDraft, SegmentEditor } from "./segment-editor.tsx";

const PATH = "/console/segments";
const NEW = "/console/new-segment";

export const segmentPages: readonly ConsolePage[] = [
  { method: "get", path: NEW, scope: "customers:write", handle: (scene) => newForm(scene, emptyDraft) },
  { method: "post", path: NEW, scope: "customers:write", handle: (scene) => edit(scene, undefined) },
  { method: "get", path: `${PATH}/:code`, scope: "customers:read", handle: showSegment },
  { method: "post", path: `${PATH}/:code`, scope: "customers:write", handle: editSegment },
];

const emptyDraft: SegmentDraft = { code: "", title: "", when: "", ruleFaults: [], faults: {} };

function newForm(scene: Scene, draft: SegmentDraft): Promise<Response> {
  const content = (
    <>
      <PageHeader
        title="New segment"
        lead="It fills within the next moments after it is saved."
        parent={{ href: PATH, label: "Segments" }}
      />
      <SegmentEditor draft={draft} action={NEW} isNew />
    </>
  );
  return scenePage(scene, { title: "New segment", current: PATH, status: statusOf(draft), hasScript: true }, content);
}

function statusOf({ ruleFaults, faults }: SegmentDraft): number {
  return ruleFaults.length > 0 || Object.keys(faults).length > 0 ? 422 : 200;
}

async function showSegment(scene: Scene): Promise<Response> {
  const segment = await findSegment(scene.deps.store, scene.context.req.param("code") ?? "");
  if (segment === undefined) return notFound(scene);
  const isSaved = scene.context.req.query("saved") === "1";
  return page(scene, segment, { ...segment, ruleFaults: [], faults: {}, isSaved });
}

async function page(scene: Scene, segment: Segment, draft: SegmentDraft): Promise<Response> {
  const { store } = scene.deps;
  const search = searchOf(scene, ["cursor"]);
  const [members, changes] = await Promise.all([
    listMembers(store, segment.id, { cursor: search.cursor, limit: PAGE_SIZE }),
    latestChanges(scene, segment),
  ]);
  const path = `${PATH}/${segment.code}`;
  const mayWrite = scene.actor.scopes.includes("customers:write");
  const view = viewOfSegment(segment);
  const content = (
    <>
      <PageHeader
        title={segment.title}
        parent={{ href: PATH, label: "Segments" }}
        actions={
          <>
            <StateBadge state={view.state} />
            {mayWrite ? (
              <ButtonLink look="danger" href={`${path}/delete`}>
                Delete
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div class="stack">
        <div class="columns">
          {mayWrite ? (
            <SegmentEditor draft={draft} action={path} isNew={false} />
          ) : (
            <CodeBlock caption="Who is in it (CEL)" code={segment.when} />
          )}
          <div class="stack">
            <Card title="As it stands">
              <Pairs
                items={[
                  ["Members", count(segment.memberCount)],
                  ["Code", segment.code],
                  ["Asks for", segment.uses.join(", ") || "no other segment"],
                  ["Time changes it", segment.isTimed ? "yes, each hour" : "no"],
                  ["Walked through", view.builtAt === null ? "not yet" : <When at={instantOf(view.builtAt)} />],
                  ["Version", String(segment.version)],
                  ["Changed", <When at={segment.updatedAt} />],
                ]}
              />
            </Card>
            <Changes changes={changes} />
          </div>
        </div>
        <Card title="Members" id="members">
          <Members members={members.items} path={path} />
          <Pager {...pagerOf(path, search, members.nextCursor)} />
        </Card>
      </div>
    </>
  );
  const frame = { title: segment.title, current: PATH, status: statusOf(draft), hasScript: mayWrite };
  return scenePage(scene, frame, content);
}

const LATEST = 8;

async function latestChanges({ deps }: Scene, { id }: Segment): Promise<readonly MembershipChange[]> {
  const { items } = await listChanges(deps.store, { limit: LATEST, segmentId: id, isNewestFirst: true });
  return items;
}

function Changes({ changes }: { readonly changes: readonly MembershipChange[] }) {
  const words = { fact: "something new about her", time: "time", rule: "the rule" };
  return (
    <Card title="Lately">
      {changes.length === 0 ? (
        <EmptyState title="Nobody came or went" level={3}>
          Who enters or leaves stands here, and in the API’s log of changes.
        </EmptyState>
      ) : (
        <Pairs
          items={changes.map(({ customer, change, cause, at }) => [
            <>
              <a href={`/console/customers/${encodeURIComponent(customer)}`}>{customer}</a> {change} by {words[cause]}
            </>,
            <When at={instantOf(at)} />,
          ])}
        />
      )}
    </Card>
  );
}

function Members({ members, path }: { readonly members: readonly Member[]; readonly path: string }) {
  return (
    <Table
      caption="Members"
      isCaptionHidden
      columns={[
        {
          label: "Customer",
          isRowHeader: true,
          cell: ({ customer }: Member) => <a href={`/console/customers/${encodeURIComponent(customer)}`}>{customer}</a>,
        },
        { label: "Since", cell: ({ enteredAt }) => <When at={instantOf(enteredAt)} /> },
        {
          label: "Why",
          cell: ({ customer }) => <a href={`${path}/members/${encodeURIComponent(customer)}`}>Each condition</a>,
        },
      ]}
      rows={members}
      empty={
        <EmptyState title="Nobody is in it" level={3}>
          The rule holds for nobody now, or it was saved a moment ago.
        </EmptyState>
      }
    />
  );
}

async function editSegment(scene: Scene): Promise<Response> {
  const segment = await findSegment(scene.deps.store, scene.context.req.param("code") ?? "");
  return segment === undefined ? notFound(scene) : edit(scene, segment);
}

const shape = { code: "one", title: "one", when: "one", act: "one" } as const;

/** A saved segment, or a new one. What is not understood comes back with its places, as it was typed. */
async function edit(scene: Scene, segment: Segment | undefined): Promise<Response> {
  const { deps, context, actor } = scene;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return notice(scene, 400, problems.invalid_request.title);
  const draft = await checkDraft(scene, fields.value, segment);
  const answer = (found: SegmentDraft) => (segment === undefined ? newForm(scene, found) : page(scene, segment, found));
  if (statusOf(draft) !== 200) return answer(draft);
  if (fields.value.one("act") !== "save") {
    const counted = await countRule(deps, { when: draft.when, code: draft.code || undefined, exact: true });
    return answer({ ...draft, counted: counted.ok ? countWords(counted.value) : undefined });
  }
  const saved = await putSegment({ deps, actor, input: { code: draft.code, segment: draft } });
  return saved.ok ? seeOther(`${PATH}/${draft.code}?saved=1`) : notice(scene, 409, problems.conflict.title);
}

async function checkDraft(scene: Scene, fields: FormFields, segment: Segment | undefined): Promise<SegmentDraft> {
  const { store } = scene.deps;
  const code = segment?.code ?? fields.one("code");
  const [title, when] = [fields.one("title"), fields.one("when")];
  const isSaving = fields.one("act") === "save";
  const rule = checkSegmentRule(when, await loadSegmentVocabulary(store, code));
  const read = readFields(segmentBody, { title, when });
  const codeFault = segment === undefined && isSaving ? await faultOfCode(scene, code) : undefined;
  return {
    code,
    title,
    when,
    ruleFaults: rule.ok ? [] : rule.error,
    faults: {
      ...(isSaving && !read.ok ? read.error : {}),
      ...(codeFault === undefined ? {} : { code: codeFault }),
    },
  };
}

async function faultOfCode({ deps }: Scene, code: string): Promise<string | undefined> {
  const read = segmentCode.safeParse(code);
  if (!read.success) return read.error.issues[0]?.message;
  return (await findSegment(deps.store, code)) === undefined ? undefined : "There is a segment with this code.";
}
