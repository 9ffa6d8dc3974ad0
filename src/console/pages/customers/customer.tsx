import { findAttributes, type AttributeDefinition } from "#customers/attributes.ts";
import { type CustomerView, findCustomerId, getCustomer } from "#customers/find-customer.ts";
import { type DeviceShares, findDevices } from "#clicks/devices/find-devices.ts";
import { findHouseholdOf } from "#customers/households/find-household.ts";
import { listMessages, type MessageLine } from "#messages/newsletters/list-messages.ts";
import { listNewsletters } from "#messages/newsletters/list-newsletters.ts";
import { findNextDates } from "#messages/newsletters/next-dates.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import type { Page } from "#kernel/page.ts";
import { BarList } from "#web/pages/bar-list.tsx";
import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { Table } from "#web/pages/table.tsx";
import {
  type Affinity,
  type ConsentLine,
  type EventLine,
  findAffinities,
  listConsentStates,
  listEvents,
} from "#console/queries/customer-facts.ts";
import { listExplainedScores } from "#predict/scoring/explain-score.ts";
import { hrefOf } from "#console/list-search.ts";
import { auditAttempt } from "#console/audit-attempt.ts";
import { findAccountLines } from "#console/queries/customer-accounts.ts";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { Code, Day, messageName, spaced, StateBadge, When } from "#console/words.tsx";
import { AccountCards, HouseholdCard } from "./account-cards.tsx";
import { ChosenCard } from "#console/pages/messages/chosen-card.tsx";
import { Pairs } from "#console/pages/pairs.tsx";
import { CustomerScores } from "#console/pages/predictions/customer-scores.tsx";

const PATH = "/console/customers";
const SHOWN = 10;
const DATES = 3;
const NEWSLETTERS = 200;

export const customerPage: ConsolePage = {
  method: "get",
  path: `${PATH}/:code`,
  scope: "customers:read",
  handle: showCustomer,
};

async function showCustomer(scene: Scene): Promise<Response> {
  const { store } = scene.deps;
  const code = scene.context.req.param("code") ?? "";
  const found = await getCustomer(store, code);
  if (!found.ok) await auditAttempt(scene, code);
  const id = found.ok ? await findCustomerId(store, found.value.code) : undefined;
  const preferences = id === undefined ? undefined : await findPreferences(store, { id });
  if (!found.ok || id === undefined || preferences === undefined) return notFound(scene);
  const customer = found.value;
  const [definitions, affinities, consents, events, messages, next, newsletters, accounts, household, scores, devices] =
    await Promise.all([
      findAttributes(store),
      findAffinities(store, id, scene.now),
      listConsentStates(store, id),
      listEvents(store, id, SHOWN),
      listMessages(store, { customer: customer.code, limit: SHOWN }),
      findNextDates(store, { customerId: id, now: scene.now, count: DATES }),
      listNewsletters(store, { limit: NEWSLETTERS }),
      findAccountLines(store, id),
      findHouseholdOf(store, id),
      listExplainedScores(store, id),
      findDevices(store, id),
    ]);
  const titles = new Map(newsletters.items.map(({ code, title }) => [code, title]));
  const content = (
    <>
      <PageHeader title={customer.code} lead={nameOf(customer)} parent={{ href: PATH, label: "Customers" }} />
      <div class="stack">
        <div class="columns around">
          <div class="stack">
            <Profile customer={customer} definitions={definitions} />
            <HouseholdCard household={household} customer={customer.code} />
          </div>
          <div class="stack">
            <ChosenCard preferences={preferences} next={next} titles={titles} />
            <Messages messages={messages} customer={customer.code} />
            <Events events={events} />
          </div>
          <div class="stack">
            <Affinities affinities={affinities} />
            <DevicesCard devices={devices} />
            <CustomerScores scores={scores} now={scene.now} />
            <Consents consents={consents} />
          </div>
        </div>
        <AccountCards accounts={accounts} customer={customer.code} />
      </div>
    </>
  );
  return scenePage(scene, { title: customer.code, current: PATH }, content);
}

function nameOf({ firstName, lastName }: CustomerView): string | undefined {
  const name = [firstName, lastName].filter((part) => part !== null).join(" ");
  return name === "" ? undefined : name;
}

type ProfileProps = {
  readonly customer: CustomerView;
  readonly definitions: ReadonlyMap<string, AttributeDefinition>;
};

/** Declared attributes only where the vendor said that its operators may see them. */
function Profile({ customer, definitions }: ProfileProps) {
  const attributes = Object.entries(customer.attributes).flatMap(([name, value]) => {
    const definition = definitions.get(name);
    return definition?.visibleTo.includes("operator") === true ? [[definition.label, String(value)] as const] : [];
  });
  const stated = [
    ["E\u2011mail", customer.email],
    ["Phone", customer.phone],
    ["Language", customer.locale],
    ["Time zone", customer.zone],
    ["Country", customer.country],
    ["Born on", customer.birthOn],
  ] as const;
  return (
    <Card title="Profile">
      <Pairs
        items={[
          ...stated.flatMap(([name, value]) => (value === null || value === "" ? [] : [[name, value] as const])),
          ...attributes,
          ["Clicks kept under the name", customer.isTracked ? "yes" : "no"],
          ["Since", <When at={customer.createdAt} />],
        ]}
      />
    </Card>
  );
}

function Affinities({ affinities }: { readonly affinities: readonly Affinity[] }) {
  return (
    <Card title="Drawn to">
      {affinities.length === 0 ? (
        <EmptyState title="Nothing is known yet" level={3}>
          Clicks, purchases and choices of a person make it.
        </EmptyState>
      ) : (
        <BarList
          label="Affinity by category, 0 to 1"
          items={affinities.slice(0, 8).map(({ category, value }) => ({ label: category, value }))}
          format={(value) => value.toFixed(2)}
        />
      )}
    </Card>
  );
}

const deviceWords = { phone: "Phone", pda: "PDA", tablet: "Tablet", desktop: "Desktop" } as const;

/** Nothing where no click of hers is known. */
function DevicesCard({ devices }: { readonly devices: DeviceShares | undefined }) {
  if (devices === undefined) return <></>;
  const { phone, pda, tablet, desktop } = devices;
  const clicks = phone + pda + tablet + desktop;
  const items = (["phone", "pda", "tablet", "desktop"] as const)
    .map((device) => ({ label: deviceWords[device], value: devices[device] / clicks }))
    .filter(({ value }) => value > 0)
    .toSorted((one, other) => other.value - one.value);
  return (
    <Card title="Reads on">
      <BarList
        label={`Device of her newest ${clicks} clicks`}
        items={items}
        format={(value) => `${Math.round(value * 100)} %`}
      />
    </Card>
  );
}

type MessagesProps = { readonly messages: Page<MessageLine>; readonly customer: string };

function Messages({ messages, customer }: MessagesProps) {
  const all = hrefOf("/console/messages", { customer });
  return (
    <div>
      <Table
        caption="Messages"
        isFlowing
        columns={[
          {
            label: "Message",
            isRowHeader: true,
            cell: (row) => <a href={`/console/messages/${row.number}`}>{messageName(row.number)}</a>,
          },
          { label: "Newsletter", cell: (row) => row.newsletterTitle },
          { label: "For", cell: (row) => <Day on={row.occurrenceOn} /> },
          {
            label: "State",
            cell: (row) => (
              <>
                <StateBadge state={row.state} />
                {row.reason === null ? null : <span class="more">{spaced(row.reason)}</span>}
              </>
            ),
          },
        ]}
        rows={messages.items}
        empty={<EmptyState title="No message yet">The planner makes them a day or so ahead.</EmptyState>}
      />
      {messages.nextCursor === undefined ? null : (
        <ButtonLink look="quiet" isSmall href={all}>
          All of her messages
        </ButtonLink>
      )}
    </div>
  );
}

function Events({ events }: { readonly events: readonly EventLine[] }) {
  return (
    <Table
      caption="Latest events"
      isFlowing
      columns={[
        { label: "When", isRowHeader: true, cell: (row) => <When at={row.at} /> },
        { label: "Event", cell: (row) => row.name },
        { label: "About", cell: (row) => <About category={row.category} productCode={row.productCode} /> },
        { label: "Source", cell: (row) => row.source },
      ]}
      rows={events}
      empty={<EmptyState title="No event yet">Purchases, visits, clicks and choices stand here.</EmptyState>}
    />
  );
}

/** Category and product set in one column: five columns would not fit beside the profile. */
function About({ category, productCode }: Pick<EventLine, "category" | "productCode">) {
  return (
    <>
      {category} {productCode === null ? null : <Code of={productCode} />}
    </>
  );
}

function Consents({ consents }: { readonly consents: readonly ConsentLine[] }) {
  return (
    <Card title="Consent">
      {consents.length === 0 ? (
        <EmptyState title="No record" level={3}>
          Without one nothing of the marketing class is sent.
        </EmptyState>
      ) : (
        <Pairs
          items={consents.map((row) => [
            <>
              {`${row.purpose === "track" ? "keep clicks" : "receive"} ${row.topic} ${row.channel}`.trim()}
              <br />
              <small>
                <When at={row.at} />, {row.source}
              </small>
            </>,
            <StateBadge state={row.isGranted === 1 ? "granted" : "withdrawn"} />,
          ])}
        />
      )}
    </Card>
  );
}
