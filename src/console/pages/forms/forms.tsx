import { listDrafts } from "#customers/forms/draft/drafts.ts";
import { listForms } from "#customers/forms/find-form.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { Badge } from "#web/pages/badge.tsx";
import { ButtonLink } from "#web/pages/button.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import { findLastResponses } from "#console/queries/last-responses.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { Code, When } from "#console/words.tsx";
import { formPath, formsPath, FormState, newFormPath } from "./form-words.tsx";

export const formsPage: ConsolePage = { method: "get", path: formsPath, scope: "customers:read", handle: showForms };

type Line = {
  readonly code: string;
  readonly title: string;
  readonly state: "live" | "off" | "draft";
  readonly version: number;
  readonly hasDraft: boolean;
  readonly lastAt: number | undefined;
};

async function showForms(scene: Scene): Promise<Response> {
  const lines = await findLines(scene);
  const mayWrite = scene.actor.scopes.includes("customers:write");
  const content = (
    <>
      <PageHeader
        title="Forms"
        lead="Surveys, registrations and sign-ups that stand here under an address of their own. An answer is known to rules at once."
        actions={
          mayWrite ? (
            <ButtonLink look="primary" href={newFormPath}>
              New form
            </ButtonLink>
          ) : undefined
        }
      />
      <Table
        caption="Forms"
        isCaptionHidden
        columns={[
          {
            label: "Form",
            isRowHeader: true,
            cell: (row: Line) => <a href={formPath(row.code, row.state === "draft" ? "/edit" : "")}>{row.title}</a>,
          },
          { label: "Code", cell: (row) => <Code of={row.code} /> },
          {
            label: "State",
            cell: (row) => (
              <>
                <FormState state={row.state} />{" "}
                {row.hasDraft && row.state !== "draft" ? <Badge tone="info" label="has a draft" /> : null}
              </>
            ),
          },
          { label: "Version", align: "end", cell: (row) => (row.version === 0 ? "" : String(row.version)) },
          { label: "Last answer", cell: (row) => <When at={row.lastAt} /> },
        ]}
        rows={lines}
        empty={
          <EmptyState title="No form yet">
            A form asks in the customer’s language, works without script, and keeps the words of every consent.
          </EmptyState>
        }
      />
    </>
  );
  return scenePage(scene, { title: "Forms", current: formsPath }, content);
}

async function findLines({ deps: { store } }: Scene): Promise<readonly Line[]> {
  const [forms, drafts] = await Promise.all([listForms(store), listDrafts(store)]);
  const last = await findLastResponses(
    store,
    forms.map(({ code }) => code),
  );
  const drafted = new Set(drafts.map(({ code }) => code));
  const known = new Set(forms.map(({ code }) => code));
  return [
    ...drafts
      .filter(({ code }) => !known.has(code))
      .map(({ code }) => {
        return { code, title: code, state: "draft" as const, version: 0, hasDraft: true, lastAt: undefined };
      }),
    ...forms.map(({ code, state, version, definition: { title, locale } }) => ({
      code,
      title: pickWords(title, "en", locale),
      state,
      version,
      hasDraft: drafted.has(code),
      lastAt: last.get(code),
    })),
  ];
}
