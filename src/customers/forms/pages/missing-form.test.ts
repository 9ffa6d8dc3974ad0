import { expect, it } from "vitest";
import { setFormState } from "#customers/forms/set-form-state.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { formWorld } from "#tests/worlds/form-world.ts";

const browser = { accept: "text/html,application/xhtml+xml", "accept-language": "de-DE,de;q=0.9" };

it("who opens a form that is closed or was never there reads a page in her language, and a client its problem", async () => {
  const world = await formWorld(await freshStore());
  const [definition] = Object.values(seedForms);
  if (definition === undefined) throw new Error("There is no form.");
  await world.put("closed", definition);
  const actor = { kind: "operator", id: "op" } as const;
  await setFormState(world.deps, { actor, code: "closed", state: "off" });
  for (const path of ["/forms/closed", "/forms/unknown", "/kiosk/unknown"]) {
    const page = await world.get(path, browser);
    expect([path, page.status, page.headers.get("content-type")]).toEqual([path, 404, "text/html; charset=utf-8"]);
    expect(page.text).toContain('<html lang="de"');
    expect(page.text).toContain("Diese Seite gibt es nicht");
    const told = await world.get(path, { accept: "application/json" });
    expect([told.status, told.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  }
});
