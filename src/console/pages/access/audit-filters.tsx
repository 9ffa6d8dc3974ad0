import { Button } from "#web/pages/button.tsx";
import { Select } from "#web/pages/choice-fields.tsx";
import { TextField } from "#web/pages/text-field.tsx";
import { hrefOf } from "#console/list-search.ts";

const PATH = "/console/audit";

/** What the address of the audit log says. */
export type AuditSearch = {
  readonly [Name in "kind" | "id" | "actor" | "actorId" | "action" | "until" | "cursor"]?: string | undefined;
};

export type AuditFiltersProps = {
  readonly search: AuditSearch;
  readonly nameOf: (kind: string, id: string) => string | undefined;
};

const actors = [
  { value: "", label: "Everybody" },
  { value: "operator", label: "Operators" },
  { value: "key", label: "API keys" },
  { value: "customer", label: "Customers" },
  { value: "anonymous", label: "Visitors" },
  { value: "system", label: "Jumpstation itself" },
];

/** Looks for changes by who, what and when; one thing or one person is chosen in the list, and let go of here. */
export function AuditFilters({ search, nameOf }: AuditFiltersProps) {
  const { kind, id, actor, actorId, action, until } = search;
  const chosen: ReadonlyArray<readonly [label: string, without: AuditSearch]> = [
    ...(actor === undefined || actorId === undefined
      ? []
      : [[`By ${nameOf(actor, actorId) ?? `${actor} ${actorId}`}`, { actor: undefined, actorId: undefined }] as const]),
    ...(kind === undefined || id === undefined
      ? []
      : [[`To ${kind} ${nameOf(kind, id) ?? id}`, { kind: undefined, id: undefined }] as const]),
  ];
  return (
    <>
      <form class="search many" method="get" action={PATH} role="search">
        {actorId === undefined ? null : <input type="hidden" name="actorId" value={actorId} />}
        {actorId === undefined ? null : <input type="hidden" name="actor" value={actor} />}
        {kind === undefined ? null : <input type="hidden" name="kind" value={kind} />}
        {id === undefined ? null : <input type="hidden" name="id" value={id} />}
        {actorId === undefined ? <Select name="actor" label="Who" options={actors} value={actor ?? ""} /> : null}
        <TextField name="action" label="Did" value={action?.replaceAll("-", " ")} placeholder="create key" />
        <TextField name="until" label="Up to the day (UTC)" type="date" value={until} />
        <Button>Look</Button>
      </form>
      {chosen.length === 0 ? null : (
        <nav class="filters" aria-label="Chosen">
          {chosen.map(([label, without]) => (
            <a class="filter" href={hrefOf(PATH, { ...search, cursor: undefined, ...without })}>
              {label} ×<span class="hidden-words"> take this filter away</span>
            </a>
          ))}
        </nav>
      )}
    </>
  );
}
