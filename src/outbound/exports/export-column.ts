/** How a value is written: numbers and instants stay what they are, text is made safe for spreadsheets, JSON stays JSON. */
export type ColumnType = "text" | "number" | "instant" | "json";

export type ExportColumn = {
  readonly name: string;
  readonly type: ColumnType;
  /** SQL over the kind's tables. */
  readonly sql: string;
  /** Names or tells about a person beyond her code: asks for the scope export:personal. */
  readonly isPersonal?: true;
};

const column = (type: ColumnType, name: string, sql: string): ExportColumn => ({ name, type, sql });

export const text = (name: string, sql: string) => column("text", name, sql);
export const number = (name: string, sql: string) => column("number", name, sql);
export const instant = (name: string, sql: string) => column("instant", name, sql);
export const json = (name: string, sql: string) => column("json", name, sql);
export const personal = (of: ExportColumn): ExportColumn => ({ ...of, isPersonal: true });
