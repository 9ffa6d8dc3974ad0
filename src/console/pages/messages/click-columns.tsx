import type { Column } from "#web/pages/table.tsx";
import type { ClickLine } from "#console/queries/list-clicks.ts";
import { Code, messageName, reasonFor, VerdictBadge, When } from "#console/words.tsx";

export const clickColumns: ReadonlyArray<Column<ClickLine>> = [
  { label: "When", isRowHeader: true, cell: (row) => <When at={row.at} /> },
  {
    label: "Message",
    cell: (row) =>
      row.messageNumber === 0 ? (
        "the same link for all"
      ) : (
        <a href={`/console/messages/${row.messageNumber}`}>{messageName(row.messageNumber)}</a>
      ),
  },
  {
    label: "Customer",
    cell: (row) =>
      row.customer === null ? (
        ""
      ) : (
        <a href={`/console/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</a>
      ),
  },
  { label: "Led to", cell: (row) => (row.isOptOut ? "the unsubscribe page" : <LedTo click={row} />) },
  { label: "Device", cell: (row) => row.device },
  {
    label: "Verdict",
    cell: (row) => (
      <>
        <VerdictBadge verdict={row.verdict} />
        {row.isSettled ? null : <span class="quiet"> first look</span>}
      </>
    ),
  },
  {
    label: "Because",
    cell: (row) => row.reasons.map(({ reason }) => reasonFor(reason)).join("; ") || "nothing speaks against",
  },
];

function LedTo({ click: { productCode, destination } }: { readonly click: ClickLine }) {
  if (productCode !== null && productCode !== "") return <Code of={productCode} />;
  if (destination === null || !URL.canParse(destination)) return <></>;
  return <>{new URL(destination).pathname}</>;
}
