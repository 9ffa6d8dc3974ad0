import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { type HeldFact, type HeldSet, SHOWN } from "#me/site/data-held.ts";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";
import { sayDay } from "./say-when.ts";

export type DataPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly zone: string;
  readonly held: readonly HeldSet[];
  readonly isCorrectable: boolean;
};

/** What is held about her, as far as it is released, each thing with its source and its day. */
export function DataPage({ frame, formToken, zone, held, isCorrectable }: DataPageProps) {
  const { data } = frame.own;
  const full = held.filter(({ facts }) => facts.length > 0);
  const empty = held.filter(({ facts }) => facts.length === 0);
  return (
    <OwnShell frame={frame} formToken={formToken} title={data.title} lead={data.lead(frame.brand.name)}>
      <div class="row">
        {isCorrectable ? <ButtonLink href="/me/correct">{data.correct}</ButtonLink> : null}
        <ButtonLink look="quiet" href="/me/copy">
          {data.copy}
        </ButtonLink>
      </div>
      {full.map(({ set, facts }) => (
        <Card title={data.sets[set]}>
          <dl class="facts">
            {facts.map((fact) => (
              <Fact frame={frame} zone={zone} fact={fact} isInterest={set === "interests"} />
            ))}
          </dl>
          {facts.length < SHOWN ? null : <p class="hint">{data.newest(SHOWN)}</p>}
        </Card>
      ))}
      {empty.length === 0 ? null : (
        <Card title={data.none}>
          <p class="hint">{empty.map(({ set }) => data.sets[set]).join(" · ")}</p>
        </Card>
      )}
    </OwnShell>
  );
}

type FactProps = Pick<DataPageProps, "frame" | "zone"> & { readonly fact: HeldFact; readonly isInterest: boolean };

function Fact({ frame, zone, fact, isInterest }: FactProps) {
  const { data } = frame.own;
  const { name, value, source, at } = fact;
  const day = at === null ? undefined : sayDay(at, { language: frame.language, zone });
  const from = source === null || day === undefined ? day : data.from(wordOf(data.sources, source), day);
  return (
    <div>
      <dt>{wordOf(data.fields, name)}</dt>
      <dd>
        <span dir="auto">{valueWords(frame, value, isInterest)}</span>
        {from === undefined ? null : <span class="hint own-from">{from}</span>}
      </dd>
    </div>
  );
}

function valueWords({ own }: OwnFrame, value: HeldFact["value"], isInterest: boolean): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? own.yes : own.no;
  if (!isInterest || typeof value !== "number") return String(value);
  if (value >= 0.5) return own.data.strong;
  return value >= 0.2 ? own.data.medium : own.data.weak;
}

/** The vendor's own names are shown as they are. */
function wordOf(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? (words[name] ?? name) : name;
}
