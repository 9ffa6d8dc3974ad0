import { expect, it } from "vitest";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import { formBody } from "#customers/forms/form-definition.ts";
import { signOwnLink } from "#customers/forms/form-token.ts";
import { putForm } from "#customers/forms/put-form.ts";
import { demoStation } from "#entry/demo/demo-station.ts";
import { nextSelections } from "#entry/demo/next-selections.ts";
import { SECOND_MS } from "#kernel/clock.ts";

const ORIGIN = "http://127.0.0.1:8787";
const actor = { kind: "operator", id: "op_1", scopes: ["catalogue:write"] } as const;
const words = (en: string) => ({ en });
const yesNo = [
  { value: "true", label: words("Yes") },
  { value: "false", label: words("No") },
];

const question = formBody.parse({
  locale: "en",
  title: words("Your garden"),
  thanks: words("Thank you."),
  fields: [
    {
      name: "garden",
      kind: "choice",
      label: words("Do you have a garden?"),
      options: yesNo,
      target: { to: "attribute", name: "has_garden" },
    },
    {
      name: "bored",
      kind: "choice",
      label: words("Have you seen enough of what we send?"),
      options: yesNo,
      target: { to: "event", property: "bored" },
    },
  ],
});

/** A shop whose rules ask what a form asks: whoever has no garden hears nothing of one category, whoever is bored of another. */
async function shop() {
  const { station, store, clock } = await demoStation({
    url: ":memory:",
    seed: 11,
    customers: 8,
    days: 0,
    until: Date.UTC(2026, 10, 22, 9),
    publicUrl: ORIGIN,
    rootKey: new Uint8Array(32).fill(3),
    hasClicks: false,
  });
  const deps = station.customers;
  const input = { name: "has_garden", type: "bool", label: "Has a garden", visibleTo: ["operator"] } as const;
  await declareAttribute({ deps, actor, input: { ...input, visibleTo: [...input.visibleTo] } });
  const put = await putForm({
    deps: { ...deps, canConfirm: async () => true },
    actor,
    code: "garden",
    input: { state: "live", definition: question },
  });
  expect(put.ok).toBe(true);
  const [ada] = await store.read<{ id: number; code: string }>({
    sql: "select id, code from customers order by id limit 1",
    params: [],
  });
  if (ada === undefined) throw new Error("Nobody is there.");
  const categoriesNow = async () => {
    const chosen = (await nextSelections(station, clock.now())).get(ada.code)?.split(" ") ?? [];
    const rows = await store.read<{ category: string }>({
      sql: "select distinct category from product_sets where code in (select value from json_each(?)) order by 1",
      params: [JSON.stringify(chosen)],
    });
    return rows.map(({ category }) => category);
  };
  const forbid = (name: string, when: string) =>
    putVendorRule({
      deps,
      actor,
      input: {
        name,
        rule: { kind: "exclude", when, slots: [], priority: 0, startsAt: null, endsAt: null, state: "live" },
      },
    });
  return { station, store, clock, ada, categoriesNow, forbid };
}

it("what somebody answers on a form changes what she is chosen next, from that moment on", async () => {
  const { station, clock, ada, categoriesNow, forbid } = await shop();
  const [first = "", second = ""] = await categoriesNow();
  expect([first, second]).not.toContain("");
  await forbid("no-garden", `customer.has_garden == false && product.category == "${first}"`);
  await forbid(
    "bored",
    `did("Form Submitted", {"form": "garden", "bored": "true"}) >= 1 && product.category == "${second}"`,
  );
  expect(await categoriesNow()).toEqual(expect.arrayContaining([first, second]));

  const you = signOwnLink(station.customers.secret, { code: "garden", customerId: ada.id, at: clock.now() });
  const path = `${ORIGIN}/forms/garden?you=${you}`;
  const page = await (await station.app.request(path)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  clock.advance(5 * SECOND_MS);
  const sent = await station.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ token, step: "1", act: "next", "a.garden": "false", "a.bored": "true" }).toString(),
  });
  expect([sent.status, (await sent.text()).includes("Thank you.")]).toEqual([200, true]);

  const after = await categoriesNow();
  expect(after.length).toBeGreaterThan(0);
  expect(after.filter((category) => category === first || category === second)).toEqual([]);
});

it("the same answer of somebody else, under the same address, changes nothing of hers", async () => {
  const { station, store, clock, categoriesNow, forbid } = await shop();
  const [first = ""] = await categoriesNow();
  await forbid("no-garden", `customer.has_garden == false && product.category == "${first}"`);
  const page = await (await station.app.request(`${ORIGIN}/forms/garden`)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  clock.advance(5 * SECOND_MS);
  await station.app.request(`${ORIGIN}/forms/garden`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ token, step: "1", act: "next", "a.garden": "false" }).toString(),
  });
  expect(await store.read({ sql: "select channel from form_submissions", params: [] })).toHaveLength(1);
  expect(await categoriesNow()).toContain(first);
});
