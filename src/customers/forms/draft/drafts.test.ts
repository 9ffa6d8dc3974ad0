import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formBody } from "#customers/forms/form-definition.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { addField, addLocale, moveField, putField, removeField, removeLocale } from "./change-draft.ts";
import { checkDraft } from "./check-draft.ts";
import { draftOf } from "./draft-of.ts";
import { type FormDraft, nameFrom } from "./form-draft.ts";

const none = new Map<string, never>();
const empty: FormDraft = {
  locales: ["en"],
  inputs: { "title.en": "How was it?", "thanks.en": "Thank you." },
  fields: [],
};

function added(draft: FormDraft, kind: Parameters<typeof addField>[1]["kind"], label: string): FormDraft {
  const found = addField(draft, { kind, label });
  if (found === undefined) throw new Error("The form is full.");
  return found.draft;
}

describe("a form's draft", () => {
  it.each(Object.entries(seedForms))("of %s is the same form again when it is published unchanged", (_, definition) => {
    expect(checkDraft(draftOf(definition), none)).toEqual({ ok: true, value: definition });
  });

  it("keeps whatever is typed, and says at its input what is wrong", () => {
    const draft = added(empty, "scale", "Would you come again?");
    const [field] = draft.fields;
    if (field === undefined) throw new Error("There is no field.");
    const typed = putField(draft, {
      ...field,
      name: "Not a name",
      inputs: { ...field.inputs, min: "ten", step: "99", "label.en": "", becomes: "attribute:gone" },
      when: ["other:1", "another:2"],
    });
    expect(typed.fields[0]?.inputs["min"]).toBe("ten");
    const checked = checkDraft(typed, none);
    const faults = checked.ok ? [] : checked.error;
    expect(new Set(faults.map(({ field: key, input }) => `${key ?? ""} ${input}`))).toEqual(
      new Set(["f1 name", "f1 min", "f1 step", "f1 when"]),
    );
    const right = putField(typed, { ...field, inputs: { ...field.inputs, "label.en": "", becomes: "attribute:gone" } });
    const later = checkDraft(right, none);
    expect(later.ok ? [] : later.error.map(({ input }) => input)).toEqual(["label.en", "becomes"]);
  });

  it("a consent to receive asks for a confirmation and for an address, at the form's own words and questions", () => {
    const draft = added(empty, "consent", "Yes, send me news.");
    const checked = checkDraft(draft, none);
    expect(checked.ok ? [] : checked.error.map(({ field, input }) => [field, input])).toEqual([
      [undefined, "confirmDays"],
    ]);
    const confirmed = added({ ...draft, inputs: { ...draft.inputs, confirmDays: "7" } }, "email", "Your address");
    const missing = checkDraft(confirmed, none);
    expect(missing.ok ? [] : missing.error.map(({ input }) => input)).toEqual(["fields"]);
    const [, email] = confirmed.fields;
    if (email === undefined) throw new Error("There is no address.");
    const whole = putField(confirmed, { ...email, inputs: { ...email.inputs, required: "yes" } });
    expect(checkDraft(whole, none).ok).toBe(true);
  });

  it("a renamed or removed question takes the conditions along that ask for its answer", () => {
    const draft = added(added(empty, "scale", "Recommend?"), "long_text", "Why?");
    const [first, second] = draft.fields;
    if (first === undefined || second === undefined) throw new Error("There are no fields.");
    const asked = putField(draft, { ...second, inputs: { ...second.inputs, step: "2" }, when: ["recommend:1"] });
    expect(putField(asked, { ...first, name: "likely" }).fields[1]?.when).toEqual(["likely:1"]);
    expect(removeField(asked, "f1").fields.map(({ when }) => when)).toEqual([[]]);
  });

  it("order and languages can be changed there and back, and nothing else changes by it", () => {
    const whole = draftOf(formBody.parse(seedForms["how-was-it"]));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.fields.length - 2 }), (place) => {
        const key = whole.fields[place]?.key ?? "";
        expect(moveField(moveField(whole, key, 1), key, -1)).toEqual(whole);
      }),
    );
    expect(moveField(whole, "f1", -1)).toEqual(whole);
    expect(removeLocale(addLocale(whole, "nl"), "nl")).toEqual(whole);
    expect(removeLocale(whole, "en")).toEqual(whole);
    expect(JSON.stringify(removeLocale(whole, "ar"))).not.toMatch(/[\u0600-\u06ff]/);
  });

  it("every words make a name of their own, in whatever script they are", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 20 }), (questions) => {
        const names: string[] = [];
        for (const words of questions) names.push(nameFrom(words, names));
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((name) => !/^[a-z][a-z0-9_]{0,39}$/.test(name))).toEqual([]);
      }),
    );
  });
});
