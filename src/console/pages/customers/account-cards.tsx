import { formatMoney } from "#kernel/money.ts";
import type { Holder } from "#customers/accounts/account-state.ts";
import type { HouseholdView } from "#customers/households/find-household.ts";
import type { ActivityView } from "#customers/accounts/list-activities.ts";
import type { AccountLine } from "#console/queries/customer-accounts.ts";
import { Code, count, Day, spaced, StateBadge, When } from "#console/words.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Table } from "#web/pages/table.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

const CUSTOMERS = "/console/customers";

type AccountProps = { readonly accounts: readonly AccountLine[]; readonly customer: string };

/** The accounts that a customer holds, and what was posted on them last. */
export function AccountCards({ accounts, customer }: AccountProps) {
  if (accounts.length === 0) return <></>;
  return (
    <>
      <Table
        caption="Accounts"
        columns={[
          { label: "Account", isRowHeader: true, cell: (row: AccountLine) => <Named account={row} /> },
          { label: "Product", cell: ({ state }) => state.product ?? "" },
          { label: "State", cell: ({ state }) => <StateBadge state={state.status} /> },
          { label: "Opened", cell: ({ state }) => <Opened {...state} /> },
          { label: "Terms", cell: ({ state }) => <Terms {...state} /> },
          { label: "Held", cell: ({ state }) => <Held holders={state.holders} customer={customer} /> },
        ]}
        rows={accounts}
      />
      <Activities accounts={accounts} />
    </>
  );
}

function Named({ account: { code, state } }: { readonly account: AccountLine }) {
  return (
    <span>
      {titled(state.kind)} <Code of={code} />
      {state.lastFour === null ? null : <span class="more">ends with {state.lastFour}</span>}
    </span>
  );
}

type State = AccountLine["state"];

function Opened({ openedOn, closedOn }: State) {
  return (
    <>
      {openedOn === null ? null : <Day on={openedOn} />}
      {closedOn === null ? null : (
        <span class="more">
          closed <Day on={closedOn} />
        </span>
      )}
    </>
  );
}

function Terms({ bands, currency }: State) {
  const terms = Object.entries(bands).map(([name, band]) => `${spaced(name)} ${band}`);
  return <>{[...terms, ...(currency === null ? [] : [currency])].join(", ")}</>;
}

type HeldProps = { readonly holders: readonly Holder[]; readonly customer: string };

function Held({ holders, customer }: HeldProps) {
  const own = holders.find((holder) => holder.customer === customer);
  return (
    <>
      {own?.role ?? ""}
      {holders
        .filter((holder) => holder !== own)
        .map((holder) => (
          <span class="more">
            {holder.role}: <a href={`${CUSTOMERS}/${encodeURIComponent(holder.customer)}`}>{holder.customer}</a>
          </span>
        ))}
    </>
  );
}

function Activities({ accounts }: { readonly accounts: readonly AccountLine[] }) {
  const posted = accounts
    .flatMap(({ code, activities }) => activities.map((activity) => ({ ...activity, code })))
    .sort((left, right) => right.at - left.at);
  return (
    <Table
      caption="Last posted on accounts"
      isFlowing
      columns={[
        { label: "When", isRowHeader: true, cell: (row) => <When at={row.at} /> },
        { label: "Account", cell: (row) => <Code of={row.code} /> },
        { label: "What", cell: (row) => spaced(row.kind) },
        { label: "Amount", align: "end", cell: amountOf },
        { label: "Merchant", cell: (row) => row.merchantCategory ?? "" },
        { label: "By", cell: (row) => row.customer },
      ]}
      rows={posted}
      empty={<EmptyState title="Nothing posted yet">Activities come by the API and by files.</EmptyState>}
    />
  );
}

function amountOf({ amountMinor, currency }: ActivityView): string {
  return currency === null ? `${count(amountMinor)} points` : formatMoney({ amountMinor, currency }, "en");
}

/** "credit_limit" is "Credit limit". */
function titled(code: string): string {
  const words = spaced(code);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who lives with her. */
export function HouseholdCard({
  household,
  customer,
}: {
  readonly household: HouseholdView | undefined;
  readonly customer: string;
}) {
  if (household === undefined) return <></>;
  const others = household.members.filter((member) => member !== customer);
  return (
    <Card title="Household">
      <Pairs
        items={[
          ["Known by", household.origin === "declared" ? household.code : "the same surname and address"],
          [
            "With",
            others.length === 0 ? (
              "nobody else"
            ) : (
              <>
                {others.map((member, index) => (
                  <>
                    {index === 0 ? "" : ", "}
                    <a href={`${CUSTOMERS}/${encodeURIComponent(member)}`}>{member}</a>
                  </>
                ))}
              </>
            ),
          ],
        ]}
      />
    </Card>
  );
}
