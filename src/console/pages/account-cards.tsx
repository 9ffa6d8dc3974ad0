import { formatMoney } from "#kernel/money.ts";
import type { HouseholdView } from "#customers/households/find-household.ts";
import type { ActivityView } from "#customers/accounts/list-activities.ts";
import type { AccountLine } from "#console/queries/customer-accounts.ts";
import { Code, count, Day, spaced, StateBadge, When } from "#console/words.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Table } from "#web/pages/table.tsx";
import { Pairs } from "./pairs.tsx";

const CUSTOMERS = "/console/customers";

type AccountProps = { readonly accounts: readonly AccountLine[]; readonly customer: string };

/** The accounts that a customer holds, and what was posted on them last. */
export function AccountCards({ accounts, customer }: AccountProps) {
  if (accounts.length === 0) return <></>;
  return (
    <section class="stack" aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <div class="columns">
        {accounts.map((account) => (
          <AccountCard account={account} customer={customer} />
        ))}
      </div>
      <Activities accounts={accounts} />
    </section>
  );
}

function AccountCard({
  account: { code, state },
  customer,
}: {
  readonly account: AccountLine;
  readonly customer: string;
}) {
  const { kind, product, status, currency, openedOn, closedOn, lastFour, bands, holders } = state;
  const others = holders.filter((holder) => holder.customer !== customer);
  const own = holders.find((holder) => holder.customer === customer);
  const stated = [
    ["Product", product],
    ["Ends with", lastFour],
    ["Currency", currency],
  ] as const;
  return (
    <Card title={`${titled(kind)} ${code}`}>
      <Pairs
        items={[
          ["State", <StateBadge state={status} />],
          ...stated.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
          ...(openedOn === null ? [] : [["Opened on", <Day on={openedOn} />] as const]),
          ...(closedOn === null ? [] : [["Closed on", <Day on={closedOn} />] as const]),
          ...Object.entries(bands).map(([name, band]) => [titled(name), band] as const),
          ["Held as", own?.role ?? ""],
          ...others.map(
            (holder) =>
              [
                `${titled(holder.role)} holder`,
                <a href={`${CUSTOMERS}/${encodeURIComponent(holder.customer)}`}>{holder.customer}</a>,
              ] as const,
          ),
        ]}
      />
    </Card>
  );
}

function Activities({ accounts }: { readonly accounts: readonly AccountLine[] }) {
  const posted = accounts
    .flatMap(({ code, activities }) => activities.map((activity) => ({ ...activity, code })))
    .sort((left, right) => right.at - left.at);
  return (
    <Table
      caption="Last posted on them"
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
