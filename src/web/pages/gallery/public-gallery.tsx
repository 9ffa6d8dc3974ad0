import { Button } from "#web/pages/button.tsx";
import { Checkbox, RadioCards, Select } from "#web/pages/choice-fields.tsx";
import { Fieldset } from "#web/pages/fieldset.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { PublicShell } from "#web/pages/public-shell.tsx";
import { TextArea, TextField } from "#web/pages/text-field.tsx";

/** Every control on one page for customers, for pictures and for the accessibility test. */
export function PublicGallery({ lang = "en" }: { readonly lang?: string }) {
  return (
    <PublicShell lang={lang} title="Your messages" brand={brand} isNarrow>
      <PageHeader title="Your messages" lead="Choose what you hear about, on which days, and how often." />
      <Flash tone="bad" title="One thing needs a second look.">
        <a href="#field-birthday">Your birthday is not a date yet.</a>
      </Flash>
      <form class="form" method="post" action="/me/preferences">
        <Topics />
        <DaysAndPace />
        <RadioCards
          name="channel"
          legend="Where"
          hint="You can change this at any time."
          isSideBySide
          value="email"
          options={[
            { value: "email", label: "E-mail", hint: "to a•••@store.example" },
            { value: "none", label: "Nowhere for now", hint: "Pause until you come back" },
          ]}
        />
        <TextArea name="note" label="Anything we should know" hint="Only our people read this." maxLength={500} />
        <div class="row">
          <Button look="primary">Save</Button>
          <Button look="quiet" formAction="/me/pause">
            Pause everything
          </Button>
        </div>
      </form>
    </PublicShell>
  );
}

const brand = {
  name: "Simulated Garden Store",
  colour: "#c2410c",
  footer: [
    { href: "/privacy", label: "Privacy" },
    { href: "/contact", label: "Contact" },
  ],
};

function Topics() {
  return (
    <Fieldset legend="Topics" hint="Nothing else will be sent.">
      <Checkbox name="topic" value="picks" label="Weekly picks" hint="Six things chosen for you" isChecked />
      <Checkbox name="topic" value="garden" label="The garden calendar" hint="What to sow and to cut this month" />
    </Fieldset>
  );
}

function DaysAndPace() {
  return (
    <Fieldset legend="Days and pace" isSideBySide>
      <Select
        name="pace"
        label="At most"
        value="week"
        options={[
          { value: "week", label: "one a week" },
          { value: "month", label: "two a month" },
        ]}
      />
      <TextField name="time" label="Time of day" type="time" value="18:00" hint="In Europe/Berlin" />
      <TextField
        name="birthday"
        label="Your birthday"
        error="Write it as day, month, year."
        value="31.02."
        autocomplete="bday"
      />
    </Fieldset>
  );
}
