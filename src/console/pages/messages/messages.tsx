import { instantOf, isLocalDate } from "#kernel/calendar.ts";
import { listMessages } from "#messages/newsletters/list-messages.ts";
import { stateFilters } from "#messages/newsletters/message-filter.ts";
import { listNewsletters } from "#messages/newsletters/list-newsletters.ts";
import { Button } from "#web/pages/button.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { Table } from "#web/pages/table.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { PAGE_SIZE, pagerOf, searchOf } from "#console/list-search.ts";
import { type ConsolePage, type Scene, scenePage } from "#console/scene.tsx";
import { Day, messageName, spaced, StateBadge, When } from "#console/words.tsx";

const PATH = "/console/messages";
const names = ["newsletter", "state", "reason", "customer", "from", "to", "dueBefore", "cursor"] as const;
type Search = Partial<Readonly<Record<(typeof names)[number], string>>>;

export const messagesPage: ConsolePage = {
  method: "get",
  path: PATH,
  scope: "messages:read",
  handle: showMessages,
};

async function showMessages(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const search = searchOf(scene, names);
  const { state, from, to, dueBefore, ...rest } = search;
  const [page, newsletters] = await Promise.all([
    listMessages(store, {
      ...rest,
      state: stateFilters.find((known) => known === state),
      from: from !== undefined && isLocalDate(from) ? from : undefined,
      to: to !== undefined && isLocalDate(to) ? to : undefined,
      dueBy: dueBefore === undefined ? undefined : instantOf(dueBefore),
      limit: PAGE_SIZE,
    }),
    listNewsletters(store, { limit: 200 }),
  ]);
  const content = (
    <>
      <PageHeader title="Messages" lead="The newest local date first. What did not go out says why." />
      <div class="stack">
        <Filters search={search} newsletters={newsletters.items} />
        <Table
          caption="Messages"
          isCaptionHidden
          columns={[
            {
              label: "Message",
              isRowHeader: true,
              cell: (row) => <a href={`${PATH}/${row.number}`}>{messageName(row.number)}</a>,
            },
            {
              label: "Customer",
              cell: (row) => <a href={`/console/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</a>,
            },
            { label: "Newsletter", cell: (row) => row.newsletterTitle },
            { label: "For", cell: (row) => <Day on={row.occurrenceOn} /> },
            { label: "State", cell: (row) => <StateBadge state={row.state} /> },
            { label: "Why", cell: (row) => (row.reason === null ? "" : spaced(row.reason)) },
            {
              label: "Sent, or due",
              cell: (row) =>
                row.acceptedAt === null ? (
                  <span class="quiet">
                    <When at={row.dueAt} />
                  </span>
                ) : (
                  <When at={row.acceptedAt} />
                ),
            },
          ]}
          rows={page.items}
          empty={<EmptyState title="No message fits">Take a filter away, or wait for the planner.</EmptyState>}
        />
        <Pager {...pagerOf(PATH, search, page.nextCursor)} />
      </div>
    </>
  );
  return scenePage(scene, { title: "Messages", current: PATH }, content);
}

type FiltersProps = {
  readonly search: Search;
  readonly newsletters: ReadonlyArray<{ readonly code: string; readonly title: string }>;
};

function Filters({ search, newsletters }: FiltersProps) {
  const dueBy = search.dueBefore === undefined ? undefined : instantOf(search.dueBefore);
  return (
    <form method="get" action={PATH} class="stack-tight" role="search">
      <div class="fields side grid">
        <Select
          name="newsletter"
          label="Newsletter"
          value={search.newsletter ?? ""}
          options={[
            { value: "", label: "all" },
            ...newsletters.map(({ code, title }) => ({ value: code, label: title })),
          ]}
        />
        <Select
          name="state"
          label="State"
          value={search.state ?? ""}
          options={[
            { value: "", label: "all" },
            ...stateFilters.map((state) => ({ value: state, label: spaced(state) })),
          ]}
        />
        <TextField name="customer" label="Customer code" value={search.customer} />
        <TextField name="from" label="From date" type="date" value={search.from} />
        <TextField name="to" label="To date" type="date" value={search.to} />
      </div>
      {search.reason === undefined ? null : <input type="hidden" name="reason" value={search.reason} />}
      {dueBy === undefined ? null : <input type="hidden" name="dueBefore" value={search.dueBefore} />}
      <div class="row">
        <Button>Show</Button>
        {search.reason === undefined ? null : <span class="quiet">only: {spaced(search.reason)}</span>}
        {dueBy === undefined ? null : (
          <span class="quiet">
            only what waits and is due by <When at={dueBy} />
          </span>
        )}
      </div>
    </form>
  );
}
