import { Checkbox, RadioCards, Select } from "#web/pages/choice-fields.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import { type FeedDraft, type LineField, lineFields } from "./feed-draft.ts";

const lineLabels: Readonly<Record<LineField, string>> = {
  code: "Code",
  category: "Category",
  title: "Title",
  body: "Text",
  price: "Price",
  currency: "Currency",
  imageUrl: "Picture",
  linkUrl: "Link",
  stock: "Pieces left",
  availability: "Availability",
};

/** Labels of the fields by their names, in their order on the page. */
export const draftLabels: Readonly<Record<string, string>> = {
  title: "Title",
  code: "Feed's code",
  mode: "What it brings",
  url: "Address",
  headerName: "Header",
  headerValue: "Header's value",
  when: "When it is fetched",
  hours: "Hours between two fetches",
  times: "Clock times",
  zone: "Time zone",
  kind: "Written as",
  items: "Where the products are",
  delimiter: "Delimiter",
  encoding: "Encoding",
  like: "Ready-made mapping",
  ...Object.fromEntries(lineFields.map((name) => [`mapping.${name}`, lineLabels[name]])),
  locale: "Language",
  decimal: "Decimal sign",
  rest: "More of the mapping",
  guardPercent: "Held when more is gone",
  images: "Pictures",
  state: "State",
};

type Props = { readonly draft: FeedDraft; readonly faults: FieldFaults };

export type FeedFieldsProps = Props & {
  /** Name of the header that is kept. */
  readonly header: string | undefined;
  readonly isNew: boolean;
};

export function FeedFields({ draft, faults, header, isNew }: FeedFieldsProps) {
  return (
    <>
      <What draft={draft} faults={faults} isNew={isNew} />
      <Where draft={draft} faults={faults} header={header} />
      <When draft={draft} faults={faults} />
      <How draft={draft} faults={faults} />
      <Mapping draft={draft} faults={faults} />
      <Care draft={draft} faults={faults} />
    </>
  );
}

function What({ draft, faults, isNew }: Props & { readonly isNew: boolean }) {
  return (
    <Fieldset legend="The feed">
      <TextField {...line("title", { draft, faults })} maxLength={200} />
      {isNew ? (
        <TextField
          {...line("code", { draft, faults })}
          hint="It stands in addresses and never changes: shop-products"
          maxLength={60}
        />
      ) : null}
      <RadioCards
        name="mode"
        legend="What it brings"
        isSideBySide
        value={draft.mode}
        error={faults["mode"]}
        options={[
          { value: "full", label: "Whole product sets", hint: "What is no longer in it becomes unavailable." },
          { value: "delta", label: "Prices and stock", hint: "Words stay, and so does what is not in it." },
        ]}
      />
    </Fieldset>
  );
}

function Where({ draft, faults, header }: Props & { readonly header: string | undefined }) {
  const kept = `${header ?? ""} is sent along. Leave its value empty to keep it; another host asks for it anew.`;
  return (
    <Fieldset legend="Where it comes from" hint="Without an address it is pushed to the API.">
      <TextField
        {...line("url", { draft, faults })}
        type="url"
        hint="It begins with https:// and is reached from the internet."
        maxLength={2_048}
      />
      <div class="fields side grid">
        <TextField {...line("headerName", { draft, faults })} maxLength={100} placeholder="Authorization" />
        <TextField
          {...line("headerValue", { draft, faults })}
          value=""
          type="password"
          autocomplete="new-password"
          maxLength={4_096}
        />
      </div>
      <p class="hint">
        {header === undefined
          ? "A header only where the server asks for one. It is kept sealed, never shown again, and sent to that host alone."
          : kept}
      </p>
      {header === undefined ? null : (
        <Checkbox name="dropHeader" label={`Take ${header} away`} isChecked={draft.dropHeader !== ""} />
      )}
    </Fieldset>
  );
}

function When({ draft, faults }: Props) {
  return (
    <Fieldset legend="When">
      <RadioCards
        name="when"
        legend="When it is fetched"
        isSideBySide
        value={draft.when}
        error={faults["when"]}
        options={[
          { value: "times", label: "At clock times", hint: "By the times and the zone below." },
          { value: "hours", label: "Every few hours", hint: "By the hours below." },
          { value: "asked", label: "When asked", hint: "From here, or by the API." },
        ]}
      />
      <div class="fields side grid">
        <TextField {...line("times", { draft, faults })} maxLength={200} placeholder="06:00, 18:30" />
        <TextField {...line("zone", { draft, faults })} maxLength={60} placeholder="Europe/London" />
        <TextField {...line("hours", { draft, faults })} inputMode="numeric" maxLength={3} />
      </div>
    </Fieldset>
  );
}

function How({ draft, faults }: Props) {
  return (
    <Fieldset legend="How it is written" hint="Packed with gzip or not: that is seen. What is empty is found out.">
      <div class="fields side grid">
        <Select
          {...line("kind", { draft, faults })}
          options={[
            { value: "xml", label: "XML, RSS, Atom" },
            { value: "csv", label: "A table: CSV, tabs" },
            { value: "json", label: "JSON" },
            { value: "ndjson", label: "JSON, a product a line" },
          ]}
        />
        <TextField {...line("items", { draft, faults })} maxLength={300} placeholder="data.products" />
        <TextField {...line("delimiter", { draft, faults })} maxLength={4} placeholder="; or \t" />
        <TextField {...line("encoding", { draft, faults })} maxLength={40} placeholder="utf-8" />
      </div>
    </Fieldset>
  );
}

function Mapping({ draft, faults }: Props) {
  return (
    <Fieldset legend="What stands where">
      <RadioCards
        name="like"
        legend="Ready-made mapping"
        isSideBySide
        value={draft.like}
        error={faults["like"]}
        options={[
          { value: "google-merchant", label: "Google Merchant", hint: "Nothing more is needed." },
          { value: "shopify", label: "Shopify's export", hint: "Needs a currency and a link." },
          { value: "", label: "My own", hint: "Say where everything stands." },
        ]}
      />
      <p class="hint">
        A column or path: <code>sku</code>, <code>price.amount</code>. The same for each product: <code>=EUR</code>. A
        text with values in it: <code>{"https://shop.example/{sku}"}</code>. What is empty is as the ready-made mapping
        says.
      </p>
      <div class="fields side grid">
        {lineFields.map((name) => (
          <TextField {...line(`mapping.${name}`, { draft, faults })} maxLength={1_000} />
        ))}
        <TextField {...line("locale", { draft, faults })} maxLength={35} />
        <Select
          {...line("decimal", { draft, faults })}
          options={[
            { value: ".", label: "a point: 12.50" },
            { value: ",", label: "a comma: 12,50" },
          ]}
        />
      </div>
      <TextArea
        {...line("rest", { draft, faults })}
        hint={
          <>
            Whatever else a mapping may say, as JSON: sale prices, further languages, attributes, rows of one product.
            Empty for most feeds.
          </>
        }
        isCode
        rows={3}
        maxLength={20_000}
      />
    </Fieldset>
  );
}

function Care({ draft, faults }: Props) {
  return (
    <Fieldset legend="With care">
      <div class="fields side grid">
        <TextField
          {...line("guardPercent", { draft, faults })}
          hint="percent of its product sets"
          inputMode="numeric"
          maxLength={3}
        />
        <Select
          {...line("images", { draft, faults })}
          options={[
            { value: "host", label: "made to size, shown from here" },
            { value: "link", label: "shown from where they are" },
          ]}
        />
        <Select
          {...line("state", { draft, faults })}
          options={[
            { value: "live", label: "live" },
            { value: "paused", label: "paused: nothing is fetched by itself" },
          ]}
        />
      </div>
    </Fieldset>
  );
}

/** What every field of the form has: its name, label, text and fault. */
function line(name: keyof FeedDraft, { draft, faults }: Props) {
  return { name, label: draftLabels[name] ?? name, value: draft[name], error: faults[name], autocomplete: "off" };
}
