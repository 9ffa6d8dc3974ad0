import { Badge } from "#web/pages/badge.tsx";
import { BarChart } from "#web/pages/bar-chart.tsx";
import { BarList } from "#web/pages/bar-list.tsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { DefinitionList } from "#web/pages/definition-list.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { LineChart } from "#web/pages/line-chart.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Pager } from "#web/pages/pager.tsx";
import { SearchForm } from "#web/pages/search-form.tsx";
import { Shell } from "#web/pages/shell.tsx";
import { Stat, Stats } from "#web/pages/stat.tsx";
import { Table } from "#web/pages/table.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";

/** Every part of the operator's console on one page, for pictures and for the accessibility test. */
export function ConsoleGallery() {
  return (
    <Shell
      title="Today"
      vendorName="Simulated Garden Store"
      nav={nav}
      current="/console"
      actions={
        <form method="post" action="/sign-out" class="row">
          <span>operator@store.example</span>
          <Button look="quiet" isSmall>
            Sign out
          </Button>
        </form>
      }
    >
      <PageHeader
        title="Today"
        lead="What goes out next, what came back, and what needs a decision."
        actions={
          <>
            <ButtonLink href="/console/newsletters">Newsletters</ButtonLink>
            <ButtonLink look="primary" href="/console/newsletters/new">
              New newsletter
            </ButtonLink>
          </>
        }
      />
      <Flash tone="good" title="Weekly picks was paused.">
        The next claim leaves it out. <a href="/console/audit">See the record</a>
      </Flash>
      <div class="stack">
        <Numbers />
        <div class="columns">
          <Programmes />
          <Categories />
        </div>
        <Messages />
        <div class="columns">
          <Rule />
          <EmptyState
            title="No survey answers yet"
            action={<ButtonLink href="/reference#track">See how to send them</ButtonLink>}
          >
            Answers arrive through the API or an import, and change what is chosen with the next message.
          </EmptyState>
        </div>
      </div>
    </Shell>
  );
}

const nav = [
  { items: [{ href: "/console", label: "Today" }] },
  {
    label: "Messages",
    items: [
      { href: "/console/newsletters", label: "Newsletters" },
      { href: "/console/messages", label: "Outbox" },
      { href: "/console/templates", label: "Templates" },
    ],
  },
  {
    label: "Content",
    items: [
      { href: "/console/products", label: "Products" },
      { href: "/console/rules", label: "Rules" },
    ],
  },
  {
    label: "People",
    items: [
      { href: "/console/customers", label: "Customers" },
      { href: "/console/keys", label: "Keys" },
    ],
  },
];

function Numbers() {
  return (
    <Stats>
      <Stat label="Due in 24 hours" value="1,842" href="/console/messages?state=planned" note="3 newsletters" />
      <Stat label="Sent this week" value="9,310" href="/console/messages?state=sent" trend={[3, 5, 4, 8, 7, 9, 12]} />
      <Stat label="People who clicked" value="1,127" href="/console/clicks" note="12.1 % of sent; machines left out" />
      <Stat
        label="Unknown outcome"
        value="2"
        href="/console/messages?state=unknown"
        note={<Badge tone="warn" label="to look at" />}
      />
    </Stats>
  );
}

const days = ["12 May", "13 May", "14 May", "15 May", "16 May", "17 May", "18 May", "19 May", "20 May", "21 May"];
const sent = [1210, 1340, 980, 1505, 1620, 410, 380, 1290, 1411, 700];

function Programmes() {
  return (
    <Card title="Sent by day" action={<a href="/console/messages">All messages</a>}>
      <BarChart
        title="Messages accepted by the provider"
        points={days.map((label, index) => ({
          label,
          value: sent[index] ?? 0,
          isSecondary: index === days.length - 1,
        }))}
        format={(value) => value.toLocaleString("en")}
      />
      <LineChart
        title="Who is taken from the top of the list"
        summary="the best tenth holds 31 % of all."
        lines={[
          { label: "in any order", isReference: true, places: lineOf([0, 1]) },
          { label: "by the model", hasMarks: true, places: lineOf([0, 0.5, 0.74, 0.9, 1]) },
        ]}
        x={{ label: "of the list", max: 1, format: percent }}
        y={{ label: "of all", max: 1, format: percent }}
      />
    </Card>
  );
}

const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`;
const lineOf = (values: readonly number[]) => values.map((y, index) => ({ x: index / (values.length - 1), y }));

function Categories() {
  return (
    <Card title="Chosen categories" action={<a href="/console/selection">Why</a>}>
      <BarList
        label="Chosen product sets by category"
        items={[
          { label: "Garden tools", value: 412, href: "/console/selection?category=garden" },
          { label: "Outdoor seating", value: 288 },
          { label: "Seeds and bulbs", value: 240 },
          { label: "Lighting", value: 96 },
        ]}
      />
    </Card>
  );
}

function Messages() {
  const rows = [
    { code: "C-10412", programme: "Weekly picks", at: "21 May 09:30", state: "delivered", tone: "good", cost: 3 },
    { code: "C-10977", programme: "Birthday", at: "21 May 09:00", state: "deferred", tone: "warn", cost: 1 },
    { code: "C-11203", programme: "Service notice", at: "21 May 08:45", state: "bounced", tone: "bad", cost: 0 },
    { code: "C-11209", programme: "Weekly picks", at: "22 May 18:00", state: "planned", tone: "info", cost: 0 },
  ] as const;
  return (
    <div class="stack-tight">
      <SearchForm action="/console/messages" name="q" label="Find a message" buttonLabel="Search" />
      <Table
        caption="Latest messages"
        columns={[
          {
            label: "Customer",
            isRowHeader: true,
            cell: (row) => <a href={`/console/customers/${row.code}`}>{row.code}</a>,
          },
          { label: "Newsletter", cell: (row) => row.programme },
          { label: "When", cell: (row) => row.at },
          { label: "State", cell: (row) => <Badge tone={row.tone} label={row.state} /> },
          { label: "Clicks", align: "end", cell: (row) => String(row.cost) },
        ]}
        rows={rows}
      />
      <Pager position="1 to 4 of 9,310" nextHref="/console/messages?cursor=abc" firstHref="/console/messages" />
    </div>
  );
}

function Rule() {
  return (
    <Card title="No rain gear in summer" action={<Badge tone="good" label="live" />}>
      <div class="stack-tight">
        <DefinitionList
          items={[
            ["Kind", "exclude"],
            ["Slots", "every slot"],
            ["Last change", "20 May 2026, 16:02, by operator@store.example"],
          ]}
        />
        <CodeBlock
          caption="Source"
          code={
            'product.category == "rain" && context.date >= date("2026-06-01") && !did("purchase", {"category": "rain"}, 90)'
          }
        />
        <div class="row">
          <Button>Switch off</Button>
          <Button look="danger">Withdraw</Button>
        </div>
      </div>
    </Card>
  );
}
