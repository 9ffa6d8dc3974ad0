import type { Store } from "#store/store.ts";
import type { FormDefinition } from "./form-definition.ts";

/** A form in one of its versions. */
export type Form = {
  readonly code: string;
  readonly version: number;
  readonly state: "live" | "off";
  readonly updatedAt: number;
  readonly definition: FormDefinition;
};

type FormRow = Omit<Form, "definition"> & { readonly definition: string };

const read = ({ definition, ...row }: FormRow): Form => ({
  ...row,
  definition: JSON.parse(definition) as FormDefinition,
});

/** A form, in its newest version unless another is named; by primary keys. */
export async function findForm(store: Pick<Store, "read">, code: string, version?: number): Promise<Form | undefined> {
  const [row] = await store.read<FormRow>({
    sql: `select f.code, v.version, f.state, f.updated_at as updatedAt, v.definition
      from forms f join form_versions v on v.form_code = f.code and v.version = coalesce(?, f.version) where f.code = ?`,
    params: [version ?? null, code],
  });
  return row === undefined ? undefined : read(row);
}

/** Most vendors have a handful of forms; a list never shows more than so many. */
const MAX_FORMS = 500;

export async function listForms(store: Pick<Store, "read">): Promise<readonly Form[]> {
  const rows = await store.read<FormRow>({
    sql: `select f.code, v.version, f.state, f.updated_at as updatedAt, v.definition
      from forms f join form_versions v on v.form_code = f.code and v.version = f.version order by f.code limit ${MAX_FORMS}`,
    params: [],
  });
  return rows.map(read);
}
