import type { Child } from "hono/jsx";

export type Column<Row> = {
  readonly label: string;
  readonly cell: (row: Row) => Child;
  /** "end" for numbers. */
  readonly align?: "end" | undefined;
  /** The column that names the row. */
  readonly isRowHeader?: boolean | undefined;
};

export type TableProps<Row> = {
  readonly caption: string;
  readonly isCaptionHidden?: boolean | undefined;
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly rows: readonly Row[];
  /** On a small screen a row is one run of words instead of a card: for values that need no name beside them. */
  readonly isFlowing?: boolean | undefined;
  /** Shown instead where there is no row: EmptyState. */
  readonly empty?: Child;
};

/**
 * Rows and columns; on a small screen each row becomes a card. The roles are said because `display: block` takes a table's
 * own away in several browsers.
 */
export function Table<Row>({ caption, isCaptionHidden, columns, rows, isFlowing, empty }: TableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <div class="table-frame" role="group" aria-label={caption} tabindex={0}>
      <table class={isFlowing === true ? "table flow" : "table"} role="table">
        <caption class={isCaptionHidden === true ? "hidden-words" : undefined}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th scope="col" role="columnheader" class={column.align}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr role="row">{columns.map((column) => tableCell(column, row))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tableCell<Row>(column: Column<Row>, row: Row) {
  return column.isRowHeader === true ? (
    <th scope="row" role="rowheader" class={column.align}>
      {column.cell(row)}
    </th>
  ) : (
    <td role="cell" class={column.align} data-label={column.label}>
      <span>{column.cell(row)}</span>
    </td>
  );
}
