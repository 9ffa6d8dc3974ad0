import type { Pick } from "#messages/newsletters/find-message.ts";
import type { Column } from "#web/pages/table.tsx";
import { Code, ReasonWords } from "#console/words.tsx";

/** What a message shows, and what spoke for it. */
export const pickColumns: ReadonlyArray<Column<Pick>> = [
  { label: "Product set", isRowHeader: true, cell: (pick) => <Code of={pick.code} /> },
  { label: "Slot", cell: (pick) => pick.slot },
  { label: "Because", cell: (pick) => <ReasonWords of={pick.reason.replace(/^because /, "")} /> },
  { label: "Rules", cell: (pick) => (pick.rules.length === 0 ? "none" : pick.rules.join(", ")) },
  { label: "Score", align: "end", cell: (pick) => pick.score.toFixed(2) },
];
