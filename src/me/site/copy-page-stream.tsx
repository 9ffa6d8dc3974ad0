import { exportRows, type ExportDeps, type ExportQuestion } from "#customers/personal-data/export-customer.ts";
import type { PersonalRow } from "#customers/personal-data/personal-data.ts";
import { OwnShell, type OwnFrame } from "#me/pages/own-shell.tsx";
import { sayDay } from "#me/pages/say-when.ts";
import { type PageElement, renderPage } from "#web/pages/page-response.ts";

export type CopyPage = { readonly copy: ExportQuestion; readonly frame: OwnFrame; readonly formToken: string };

/** No text of hers can hold it: it stands in for the rows while the frame is rendered. */
const ROWS = "\u2063rows\u2063";

/**
 * Everything as one page, sent as it is read: the frame is rendered around a mark, and the rows come between its two halves, so
 * that a long life needs no more memory than a short one.
 */
export async function copyPageStream(deps: ExportDeps, page: CopyPage): Promise<ReadableStream<Uint8Array>> {
  const { frame, formToken } = page;
  const { copy, data } = frame.own;
  const whole = await renderPage(
    <OwnShell frame={frame} formToken={formToken} title={data.title} lead={copy.lead}>
      {ROWS}
    </OwnShell>,
  );
  const [head = "", foot = ""] = whole.split(ROWS);
  const encoder = new TextEncoder();
  const parts = partsOf(deps, page, { head, foot });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value, done } = await parts.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* partsOf(
  deps: ExportDeps,
  { copy, frame }: CopyPage,
  { head, foot }: { readonly head: string; readonly foot: string },
): AsyncGenerator<string> {
  yield head;
  let set = "";
  for await (const rows of exportRows(deps, copy)) {
    for (const [next, group] of Map.groupBy(rows, (row) => row.set)) {
      if (next !== set) yield await htmlOf(<h2>{frame.own.data.sets[next]}</h2>);
      set = next;
      yield await htmlOf(<Rows frame={frame} rows={group} />);
    }
  }
  yield foot;
}

/** A component that waits for something makes the text itself a promise, whatever the type says. */
async function htmlOf(part: PageElement): Promise<string> {
  const made = await part;
  return Promise.resolve(made.toString());
}

function Rows({ frame, rows }: { readonly frame: OwnFrame; readonly rows: readonly PersonalRow[] }) {
  return (
    <>
      {rows.map(({ row }) => (
        <section class="card">
          <dl class="facts">
            {Object.entries(row)
              .filter(([, value]) => value !== null && value !== "")
              .map(([name, value]) => (
                <div>
                  <dt>{fieldOf(frame, name)}</dt>
                  <dd dir="auto">{valueOf(frame, name, value)}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </>
  );
}

function fieldOf({ own }: OwnFrame, name: string): string {
  const words: Readonly<Record<string, string>> = own.data.fields;
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? name.replaceAll("_", " ");
}

/** Moments as days: nobody reads milliseconds. */
function valueOf({ language }: OwnFrame, name: string, value: unknown): string {
  const isMoment = (name === "at" || name.endsWith("_at")) && typeof value === "number" && value > 86_400_000;
  return isMoment ? sayDay(value, { language, zone: "UTC" }) : String(value);
}
