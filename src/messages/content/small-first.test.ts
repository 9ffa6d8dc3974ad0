import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { ok } from "#kernel/result.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { emailComposer } from "./email-composer.ts";

it("who mostly reads on a PDA gets the small form in her e-mail, at each try, and nobody else does", async () => {
  const store = await freshStore();
  await store.write([
    sql`insert into customer_devices (customer_id, device, phone, pda, tablet, desktop, version)
      values (1, 'pda', 1, 5, 0, 0, 1), (2, 'phone', 5, 1, 0, 0, 1)`,
  ]);
  const composer = emailComposer({ store });
  const decided = await composer.decide?.([1, 2, 3].map((id) => ({ id: id * 10, customerId: id })) as never);
  const html = '<html lang="en"><body><table><tr><td style="color:red">Picks</td></tr></table></body></html>';
  const composed = [10, 20, 30].map(async (id) => {
    const own = decided?.get(id);
    const composition = {
      frame: { code: "news", messageClass: "transactional", sender: { fromName: "V", fromAddress: "v@v.example" } },
      message: { id, occurrenceOn: "2026-11-22", address: "a@a.example" },
      template: { mergeEmail: () => ok({ subject: "Picks", preheader: "", html, text: "Picks" }) },
      view: {},
      // As it is read back from what was kept of the message.
      own: own?.ok === true ? (JSON.parse(JSON.stringify(own.value ?? null)) as unknown) : undefined,
    };
    const made = await composer.compose(composition as never);
    return made.ok && made.value.content.kind === "email" ? made.value.content.html : undefined;
  });
  const [small, ...rich] = await Promise.all(composed);
  expect(small).toContain("<p>Picks</p>");
  expect(small).not.toMatch(/<table|style=/);
  expect(rich).toEqual([html, html]);
});
