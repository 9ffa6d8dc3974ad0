import { describe, expect, it } from "vitest";
import { findDraft } from "#customers/forms/draft/drafts.ts";
import { findForm } from "#customers/forms/find-form.ts";
import { putForm } from "#customers/forms/put-form.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { type ConsoleWorld, consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const EDIT = "/console/forms/spring/edit";
const actor = { kind: "operator", id: "op" } as const;

async function opened(role: "editor" | "viewer" = "editor") {
  const world = await consoleWorld(ORIGIN);
  const cookie = await world.cookieOf(role);
  const get = (path: string) => getPage(world, path, cookie);
  const send = async (path: string, fields: Record<string, string | readonly string[]>) => {
    const answer = await postForm(world, path, { cookie, fields });
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  };
  /** As a browser does: with what the page has in its inputs, and what is typed over it. */
  const fill = async (path: string, typed: Record<string, string | readonly string[]>) => {
    const { text } = await get(path);
    return send(path, { ...inputsOf(text), ...typed });
  };
  return { world, get, send, fill };
}

function inputsOf(page: string): Record<string, string> {
  const main = page.slice(page.indexOf("<main"));
  const inputs = [...main.matchAll(/<input[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/type="(radio|checkbox)"/.test(tag) || tag.includes(" checked"));
  const texts = [...main.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)/g)];
  const selects = [...main.matchAll(/<select[^>]*name="([^"]+)"[\s\S]*?<\/select>/g)].map(([all, name = ""]) => {
    return [name, /value="([^"]*)" selected/.exec(all)?.[1] ?? ""] as const;
  });
  return Object.fromEntries([
    ...inputs.map((tag) => [/name="([^"]*)"/.exec(tag)?.[1] ?? "", /value="([^"]*)"/.exec(tag)?.[1] ?? ""]),
    ...texts.map(([, name = "", value = ""]) => [name, value]),
    ...selects,
  ]);
}

const seed = (world: ConsoleWorld, code: keyof typeof seedForms) =>
  putForm({
    deps: world.deps.forms,
    actor,
    code,
    input: { state: "live", definition: seedForms[code] ?? (seedForms["how-was-it"] as never) },
  });

describe("the builder of forms", () => {
  it("makes, fills and publishes a form by buttons alone, in two languages, and customers see it then and not before", async () => {
    const { world, get, send, fill } = await opened();
    const made = await send("/console/new-form", { title: "Spring", code: "spring", locale: "en", like: "" });
    expect([made.status, made.location]).toEqual([303, EDIT]);
    const add = await fill(EDIT, { act: "add", kind: "choice", label: "Do you have a garden?" });
    expect(add.location).toBe(`${EDIT}/fields/f1`);
    expect((await fill(EDIT, { act: "publish" })).status).toBe(422);
    await fill(EDIT, { act: "add-locale", locale: "de" });
    const kept = await fill(`${EDIT}/fields/f1`, {
      act: "save",
      "label.de": "Haben Sie einen Garten?",
      "option.0.en": "Yes, a large one",
      "option.0.de": "Ja, einen großen",
      "option.1.en": "No",
      "option.1.code": "none",
    });
    expect([kept.status, kept.location]).toEqual([303, `${EDIT}#f1`]);
    await fill(`${EDIT}/words`, { "title.de": "Frühling", "thanks.en": "Thanks a lot." });
    const preview = await get("/console/forms/spring/preview?lang=de");
    expect(preview.text).toContain("Haben Sie einen Garten?");
    expect(await findForm(world.store, "spring")).toBeUndefined();
    const published = await fill(EDIT, { act: "publish" });
    expect([published.status, published.location]).toEqual([303, "/console/forms/spring?published=1"]);
    const form = await findForm(world.store, "spring");
    expect(form?.definition.fields).toEqual([
      {
        name: "do_you_have_a_garden",
        kind: "choice",
        label: { en: "Do you have a garden?", de: "Haben Sie einen Garten?" },
        step: 1,
        isRequired: false,
        target: { to: "answer", question: "do_you_have_a_garden" },
        options: [
          { value: "yes-a-large-one", label: { en: "Yes, a large one", de: "Ja, einen großen" } },
          { value: "none", label: { en: "No" } },
        ],
      },
    ]);
    expect(await findDraft(world.store, "spring")).toBeUndefined();
    const audit = await world.store.read<{ action: string }>({
      sql: "select distinct action from audit_log where subject_kind = 'form' order by action",
      params: [],
    });
    expect(audit.map(({ action }) => action)).toEqual(["begin-form-draft", "change-form-draft", "put-form"]);
  });

  it("shows what is wrong at its input, with all that was typed, and says at the draft what is missing", async () => {
    const { get, send, fill } = await opened();
    await send("/console/new-form", { title: "Spring", code: "spring", locale: "en", like: "" });
    await fill(EDIT, { act: "add", kind: "scale", label: "How was it?" });
    const kept = await fill(`${EDIT}/fields/f1`, { act: "save", min: "ten", "label.en": "How <was> it?", max: "20" });
    expect(kept.location).toBe(`${EDIT}/fields/f1?checked=1`);
    const { text } = await get(`${EDIT}/fields/f1?checked=1`);
    expect(text).toMatch(/id="field-min-error">A number/);
    expect(text).toContain('value="ten"');
    expect(text).toContain("How &lt;was&gt; it?");
    expect((await get(EDIT)).text).toContain("something is missing");
    const refused = await fill(EDIT, { act: "publish" });
    expect(refused.text).toContain(`href="${EDIT}/fields/f1?checked=1#field-min"`);
    const empty = await send("/console/new-form", { title: "", code: "Not a code", locale: "en", like: "" });
    expect([empty.status, empty.text.includes('value="Not a code"')]).toEqual([422, true]);
  });

  it("moves, conditions and removes questions; answers of a list move too", async () => {
    const { world, send, fill } = await opened();
    await send("/console/new-form", { title: "Spring", code: "spring", locale: "en", like: "" });
    for (const label of ["First", "Second"]) await fill(EDIT, { act: "add", kind: "choice", label });
    await fill(EDIT, { act: "down:f1" });
    await fill(`${EDIT}/fields/f2`, { act: "more-options", "option.0.en": "A", "option.1.en": "B" });
    await fill(`${EDIT}/fields/f2`, { act: "option-down:0" });
    await fill(`${EDIT}/fields/f1`, { act: "save", step: "2", "option.0.en": "C" });
    await fill(`${EDIT}/fields/f1`, { act: "save", when: "second:b" });
    const draft = (await findDraft(world.store, "spring"))?.draft;
    expect(
      draft?.fields.map(({ name, options, when }) => [name, options.map(({ words }) => words["en"]), when]),
    ).toEqual([
      ["second", ["B", "A"], []],
      ["first", ["C"], ["second:b"]],
    ]);
    await fill(EDIT, { act: "remove:f2" });
    expect((await findDraft(world.store, "spring"))?.draft.fields.map(({ when }) => when)).toEqual([[]]);
  });

  it("two operators at once: neither's words are lost without a word", async () => {
    const { world, get, send } = await opened();
    await send("/console/new-form", { title: "Spring", code: "spring", locale: "en", like: "" });
    const { text } = await get(`${EDIT}/words`);
    await send(`${EDIT}/words`, { ...inputsOf(text), "title.en": "Hers" });
    const late = await send(`${EDIT}/words`, { ...inputsOf(text), "title.en": "His" });
    expect([late.status, late.text.includes('value="His"')]).toEqual([409, true]);
    expect((await findDraft(world.store, "spring"))?.draft.inputs["title.en"]).toBe("Hers");
    await send(`${EDIT}/words`, { ...inputsOf(late.text), "title.en": "His" });
    expect((await findDraft(world.store, "spring"))?.draft.inputs["title.en"]).toBe("His");
  });

  it("a version that came by the API meanwhile is not replaced unseen", async () => {
    const { world, fill, send } = await opened();
    await seed(world, "how-was-it");
    const begun = await send("/console/forms/how-was-it", { act: "edit" });
    expect(begun.location).toBe("/console/forms/how-was-it/edit");
    const definition = { ...(await findForm(world.store, "how-was-it"))?.definition, source: "web" } as never;
    await putForm({ deps: world.deps.forms, actor, code: "how-was-it", input: { state: "live", definition } });
    const refused = await fill("/console/forms/how-was-it/edit", { act: "publish" });
    expect([refused.status, refused.text.includes("Version 2 was published")]).toEqual([409, true]);
    const over = await send("/console/forms/how-was-it/edit", { act: "publish", over: "2" });
    expect(over.status).toBe(303);
    expect((await findForm(world.store, "how-was-it"))?.version).toBe(3);
  });

  it("an old version is seen, and becomes a draft again; its changes are told", async () => {
    const { world, get, fill, send } = await opened();
    await seed(world, "how-was-it");
    await send("/console/forms/how-was-it", { act: "edit" });
    await fill("/console/forms/how-was-it/edit", { act: "remove:f2" });
    await fill("/console/forms/how-was-it/edit", { act: "publish" });
    const { text } = await get("/console/forms/how-was-it/versions");
    expect(text).toContain("gone: missing");
    expect((await get("/console/forms/how-was-it/preview?version=1")).text).toContain("How was it?");
    const again = await send("/console/forms/how-was-it/versions", { version: "1" });
    expect(again.location).toBe("/console/forms/how-was-it/edit");
    expect((await findDraft(world.store, "how-was-it"))?.draft.fields).toHaveLength(4);
    expect((await send("/console/forms/how-was-it/versions", { version: "2" })).status).toBe(409);
  });

  it("a preview walks through the steps with its faults, and keeps nothing", async () => {
    const { world, get, send } = await opened("viewer");
    await seed(world, "how-was-it");
    const path = "/console/forms/how-was-it/preview?version=1";
    expect((await get(path)).text).toContain("nothing that is sent here is kept");
    const fault = await send(path, { token: "", step: "1", act: "next", "a.recommend": "77" });
    expect(fault.status).toBe(422);
    const second = await send(path, { token: "", step: "1", act: "next", "a.recommend": "2" });
    expect(second.text).toContain("What was missing?");
    const end = await send(path, { token: "", step: "3", act: "next", "a.recommend": "10" });
    expect(end.text).toContain("Every answer is read.");
    expect(await world.store.read({ sql: "select 1 from form_submissions", params: [] })).toEqual([]);
  });

  it("a viewer sees forms and answers and is offered no change; switching off is a button", async () => {
    const viewer = await opened("viewer");
    await seed(viewer.world, "how-was-it");
    const { text } = await viewer.get("/console/forms/how-was-it");
    expect(text).not.toContain("Switch off");
    expect((await viewer.send("/console/forms/how-was-it", { act: "off" })).status).toBe(403);
    for (const path of ["/console/new-form", "/console/forms/how-was-it/edit"]) {
      expect((await viewer.get(path)).status).toBe(403);
    }
    const editor = await opened();
    await seed(editor.world, "how-was-it");
    await editor.send("/console/forms/how-was-it", { act: "off" });
    expect((await findForm(editor.world.store, "how-was-it"))?.state).toBe("off");
    expect((await editor.get("/console/forms")).text).toMatch(/How was it\?[\s\S]*off/);
  });
});
