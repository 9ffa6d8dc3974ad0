import type { Row } from "#store/store.ts";
import type {
  Person,
  PersonalData,
  PersonalDataDeps,
  PersonalRow,
  PersonalSet,
  PersonalViewer,
} from "./personal-data.ts";

export type ExportQuestion = {
  readonly person: Person;
  readonly viewer: PersonalViewer;
  /** Only these sets; all where it is absent. */
  readonly sets?: ReadonlySet<PersonalSet> | undefined;
};

export type ExportDeps = PersonalDataDeps & { readonly personalData: readonly PersonalData[] };

/** Everything that is held about a person, in pages, area by area. */
export async function* exportRows(
  deps: ExportDeps,
  { person, viewer, sets }: ExportQuestion,
): AsyncGenerator<readonly PersonalRow[]> {
  for (const part of deps.personalData) {
    for await (const page of part.rows(deps, { person, viewer })) {
      const shown = sets === undefined ? page : page.filter(({ set }) => sets.has(set));
      if (shown.length > 0) yield shown;
    }
  }
}

/**
 * The export as NDJSON: a line that says whose and when, one for each row, and an end with their number, so that a file that
 * was cut off can be told from a whole one.
 */
export function exportStream(
  deps: ExportDeps,
  { now, ...question }: ExportQuestion & { readonly now: number },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = exportLines(deps, { now, ...question });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await lines.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await lines.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* exportLines(
  deps: ExportDeps,
  { now, ...question }: ExportQuestion & { readonly now: number },
): AsyncGenerator<string> {
  let rows = 0;
  yield `${JSON.stringify({ kind: "begin", customer: question.person.code, at: now })}\n`;
  for await (const page of exportRows(deps, question)) {
    rows += page.length;
    yield page.map(({ set, table, row }) => `${JSON.stringify({ kind: "row", set, table, ...plain(row) })}\n`).join("");
  }
  yield `${JSON.stringify({ kind: "end", rows })}\n`;
}

/** Kept JSON as JSON, and nothing for what is empty. */
function plain(row: Row): { readonly values: Record<string, unknown> } {
  const values = Object.entries(row).filter(([, value]) => value !== null);
  return { values: Object.fromEntries(values.map(([name, value]) => [name, opened(value)])) };
}

function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
