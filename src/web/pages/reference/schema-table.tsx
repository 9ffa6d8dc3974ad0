import { Table } from "#web/pages/table.tsx";
import type { SchemaRow } from "./schema-rows.ts";

/** The fields of a body or the parameters of a call. */
export function SchemaTable({ caption, rows }: { readonly caption: string; readonly rows: readonly SchemaRow[] }) {
  return (
    <Table
      caption={caption}
      isCaptionHidden
      columns={[
        { label: "Field", isRowHeader: true, cell: fieldCell },
        { label: "Type", cell: (row) => <span class="schema-type">{row.type}</span> },
        { label: "Meaning", cell: meaningCell },
      ]}
      rows={rows}
    />
  );
}

function fieldCell(row: SchemaRow) {
  return (
    <span class={row.depth === 0 ? "mono" : `mono nested-${row.depth}`}>
      {row.name}
      {row.isRequired ? (
        <>
          {" "}
          <span class="stat-note">required</span>
        </>
      ) : null}
    </span>
  );
}

function meaningCell(row: SchemaRow) {
  return (
    <>
      {row.description}
      {row.notes.length === 0 ? null : <span class="stat-note"> {row.notes.join("; ")}</span>}
    </>
  );
}
