type NamedTest = { readonly path: string; readonly name: string };

/** A row of docs/faults.md. */
export type FaultRow = {
  readonly number: number;
  readonly holds: string;
  /** Files and names of the tests that break it on purpose; none where the row names none, or not in the form that it should. */
  readonly tests: readonly NamedTest[];
  /** What became of the first of them without its guard. */
  readonly guard: string;
};

export function faultRows(page: string): readonly FaultRow[] {
  return page.split("\n").flatMap((line): FaultRow[] => {
    const [, number, , holds = "", by = "", guard = ""] =
      /^\| (\d+) \| (.*?) \| (.*?) \| ?(.*?) ?\| ?(.*?) ?\|$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number: Number(number), holds, tests: testsIn(by), guard }];
  });
}

function testsIn(cell: string): readonly NamedTest[] {
  const found = [...cell.matchAll(/`([\w./-]+\.ts)` "([^"]{12,})"(?:; |$)/g)];
  if (found.map(([whole]) => whole).join("") !== cell) return [];
  return found.map(([, path = "", name = ""]) => ({ path, name }));
}
