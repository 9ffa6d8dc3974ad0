import { findForm, type Form } from "#customers/forms/find-form.ts";
import { type FormResponse, listResponses } from "#customers/forms/list-responses.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { Badge } from "#web/pages/badge.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { spaced, When } from "#console/words.tsx";
import { formPath, formsPath } from "./form-words.tsx";

export const formResponsesPage: ConsolePage = {
  method: "get",
  path: `${formsPath}/:code/responses`,
  scope: "customers:read",
  handle: showResponses,
};

async function showResponses(scene: Scene): Promise<Response> {
  const code = scene.context.req.param("code") ?? "";
  const form = await findForm(scene.deps.store, code);
  if (form === undefined) return notFound(scene);
  const search = searchOf(scene, ["cursor"]);
  const path = formPath(code, "/responses");
  const page = await listResponses(scene.deps.store, { code, cursor: search.cursor, limit: PAGE_SIZE });
  const title = `Responses to “${pickWords(form.definition.title, "en", form.definition.locale)}”`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead="Newest first. What waits for its confirmation is sealed and stands nowhere."
        parent={{ href: formPath(code), label: "Form" }}
      />
      <Table
        caption="Responses"
        isCaptionHidden
        columns={[
          { label: "When", isRowHeader: true, cell: (row: FormResponse) => <When at={row.at} /> },
          { label: "Customer", cell: ({ customer }) => <CustomerLink code={customer} /> },
          { label: "Answers", cell: (row) => <Answers form={form} response={row} /> },
          { label: "Through", cell: ({ channel }) => channel },
          { label: "Version", align: "end", cell: ({ version }) => String(version) },
        ]}
        rows={page.items}
        empty={<EmptyState title="Nobody answered yet">A response stands here from the moment it is sent.</EmptyState>}
      />
      <Pager {...pagerOf(path, search, page.nextCursor)} />
    </>
  );
  return scenePage(scene, { title, current: formsPath }, content);
}

/** A record that a form made has no name of its own. */
function CustomerLink({ code }: { readonly code: string }) {
  const href = `/console/customers/${encodeURIComponent(code)}`;
  return <a href={href}>{code.startsWith("anon:") ? "not known by name" : code}</a>;
}

function Answers({ form, response }: { readonly form: Form; readonly response: FormResponse }) {
  const lines = answerLines(form, response);
  return (
    <>
      {lines.map(([question, answer]) => (
        <>
          <span class="quiet">{/[?!.]$/.test(question) ? question : `${question}:`}</span> {answer}
          <br />
        </>
      ))}
      {response.flags.map((flag) => (
        <Badge tone="warn" label={spaced(flag)} />
      ))}
    </>
  );
}

/** What was picked in the form's words, and what was written as it is. What became of the profile stands with the customer. */
function answerLines(
  { definition }: Form,
  { picked, answers }: FormResponse,
): ReadonlyArray<readonly [string, string]> {
  const say = (words: Readonly<Record<string, string>>) => pickWords(words, "en", definition.locale);
  const known = definition.fields.flatMap((field) => {
    const values = picked[field.name];
    if (values !== undefined) {
      const words = values.map((value) => {
        const option = field.options?.find((one) => one.value === value);
        return option === undefined ? value : say(option.label);
      });
      return [[say(field.label), words.join(", ")] as const];
    }
    const question = field.target?.to === "answer" ? field.target.question : undefined;
    const answer = question === undefined ? undefined : answers.find((one) => one.question === question)?.answer;
    return answer === undefined ? [] : [[say(field.label), answer] as const];
  });
  const asked = new Set([
    ...definition.fields.map(({ name }) => name),
    ...definition.fields.flatMap(({ target }) => (target?.to === "answer" ? [target.question] : [])),
  ]);
  // An older version asked something else.
  const older = answers.filter(({ question }) => !asked.has(question));
  return [...known, ...older.map(({ question, answer }) => [spaced(question), answer] as const)];
}
