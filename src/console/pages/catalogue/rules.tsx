import { findVendorRule, listVendorRules } from "#catalogue/rules/list-vendor-rules.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import type { VendorRuleInput, VendorRuleView } from "#catalogue/rules/vendor-rule-row.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { checkRule } from "#content/check-rule.ts";
import type { RuleFault } from "#content/rule-fault.ts";
import { instantOf } from "#kernel/calendar.ts";
import { problems } from "#kernel/problem.ts";
import { readForm } from "#me/read-form.ts";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, notice, type Scene, scenePage, seeOther } from "#console/scene.tsx";
import { StateBadge, When } from "#console/words.tsx";
import { RuleEditor, strengthOf } from "./rule-editor.tsx";

const PATH = "/console/rules";

export const rulePages: readonly ConsolePage[] = [
  { method: "get", path: PATH, scope: "catalogue:read", handle: showRules },
  { method: "get", path: `${PATH}/:name`, scope: "catalogue:read", handle: showRule },
  { method: "post", path: `${PATH}/:name`, scope: "catalogue:write", handle: editRule },
];

async function showRules(scene: Scene): Promise<Response> {
  const search = searchOf(scene, ["cursor"]);
  const page = await listVendorRules(scene.deps.store, { cursor: search.cursor, limit: PAGE_SIZE });
  const content = (
    <>
      <PageHeader
        title="Rules"
        lead="What the vendor wants, beside what customers like. They hold from the next choice on."
      />
      <Table
        caption="Rules"
        isCaptionHidden
        columns={[
          {
            label: "Rule",
            isRowHeader: true,
            cell: (row: VendorRuleView) => <a href={`${PATH}/${row.name}`}>{row.name}</a>,
          },
          { label: "Kind", cell: (row) => `${row.kind}${strengthOf(row)}` },
          { label: "When", cell: (row) => <code>{row.when}</code> },
          { label: "Slots", cell: (row) => (row.slots.length === 0 ? "every slot" : row.slots.join(", ")) },
          { label: "State", cell: (row) => <StateBadge state={row.state} /> },
          { label: "Changed", cell: (row) => <When at={instantOf(row.updatedAt)} /> },
        ]}
        rows={page.items}
        empty={<EmptyState title="No rule yet">Without rules customers’ own interests decide alone.</EmptyState>}
      />
      <Pager {...pagerOf(PATH, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title: "Rules", current: PATH }, content);
}

async function showRule(scene: Scene): Promise<Response> {
  const rule = await findVendorRule(scene.deps.store, scene.context.req.param("name") ?? "");
  if (rule === undefined) return notFound(scene);
  const isSaved = scene.context.req.query("saved") === "1";
  return editor(scene, rule, { when: rule.when, state: rule.state, faults: [], ...(isSaved ? { said: "saved" } : {}) });
}

type Draft = {
  readonly when: string;
  readonly state: "live" | "off";
  readonly faults: readonly RuleFault[];
  readonly said?: "saved" | "fine" | undefined;
};

function editor(scene: Scene, rule: VendorRuleView, draft: Draft): Promise<Response> {
  const status = draft.faults.length > 0 ? 422 : 200;
  const mayWrite = scene.actor.scopes.includes("catalogue:write");
  const content = (
    <>
      <PageHeader
        title={rule.name}
        parent={{ href: PATH, label: "Rules" }}
        actions={<StateBadge state={rule.state} />}
      />
      <RuleEditor rule={rule} draft={draft} mayWrite={mayWrite} />
    </>
  );
  return scenePage(scene, { title: rule.name, current: PATH, status }, content);
}

async function editRule(scene: Scene): Promise<Response> {
  const { deps, context, actor } = scene;
  const shape = { when: "one", state: "one", act: "one" } as const;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  const name = context.req.param("name") ?? "";
  const rule = await findVendorRule(deps.store, name);
  if (rule === undefined) return notFound(scene);
  const state = fields.ok ? fields.value.one("state") : "";
  if (!fields.ok || (state !== "live" && state !== "off")) return notice(scene, 400, problems.invalid_request.title);
  const when = fields.value.one("when");
  const checked = checkRule(when, await loadVocabulary(deps.store));
  const faults = checked.ok ? [] : checked.error;
  if (faults.length > 0) return editor(scene, rule, { when, state, faults });
  if (fields.value.one("act") !== "save") return editor(scene, rule, { when, state, faults, said: "fine" });
  const saved = await putVendorRule({ deps, actor, input: { name, rule: inputOf(rule, when, state) } });
  return saved.ok ? seeOther(`${PATH}/${name}?saved=1`) : notice(scene, 409, problems.conflict.title);
}

/** The rule as it stands, with another source: the form changes nothing else. */
function inputOf(rule: VendorRuleView, when: string, state: "live" | "off"): VendorRuleInput {
  const { kind, factor, position, percent, slots, priority, startsAt, endsAt } = rule;
  return {
    kind,
    when,
    state,
    slots,
    priority,
    startsAt: startsAt === null ? null : (instantOf(startsAt) ?? null),
    endsAt: endsAt === null ? null : (instantOf(endsAt) ?? null),
    ...(factor === undefined ? {} : { factor }),
    ...(position === undefined ? {} : { position }),
    ...(percent === undefined ? {} : { percent }),
  };
}
