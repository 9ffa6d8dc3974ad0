import { describe, expect, it } from "vitest";
import { formBody } from "#customers/forms/form-definition.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { type FormWorld, formWorld, tokenIn } from "#tests/worlds/form-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const FORM = "/forms/news-by-mail";

async function world(confirmationsPerHour = 300): Promise<FormWorld> {
  const here = await formWorld(await freshStore());
  await here.put("news-by-mail", { ...formBody.parse(seedForms["news-by-mail"]), confirmationsPerHour });
  return here;
}

/** Signs up from a network of its own; the token with which that page asks for another mail. */
async function ask(here: FormWorld, email: string, network: number): Promise<string> {
  here.from = `198.51.${network}.4`;
  return tokenIn((await here.fill(FORM, { email, news: "yes" })).text);
}
const again = (here: FormWorld, token: string) => here.post("/forms/confirm/again", [["token", token]]);

describe("mails that ask for confirmation", () => {
  it("one address gets three a day and a minute apart, however many pages ask, and again", async () => {
    const here = await world();
    const pages: string[] = [];
    for (let n = 0; n < 20; n += 1) pages.push(await ask(here, "ada@people.example", n));
    expect(here.mails.length, "a minute apart").toBeLessThanOrEqual(2);
    for (let minute = 0; minute < 30; minute += 1) {
      here.clock.advance(MINUTE_MS + SECOND_MS);
      for (const token of pages) await again(here, token);
    }
    expect(here.mails).toHaveLength(3);
    here.clock.advance(DAY_MS + MINUTE_MS);
    const before = here.mails.length;
    for (let minute = 0; minute < 10; minute += 1) {
      here.clock.advance(MINUTE_MS + SECOND_MS);
      for (const token of pages) await again(here, token);
    }
    expect(here.mails.length - before, "the next day there are more, and as few").toBeGreaterThan(0);
    expect(here.mails.length - before).toBeLessThanOrEqual(3);
  });

  it("each mail counts from when it left, the first of a page that was sent again no longer than its day", async () => {
    const here = await world();
    const token = await ask(here, "ada@people.example", 1);
    here.clock.advance(DAY_MS + HOUR_MS);
    await again(here, token);
    expect(here.mails).toHaveLength(2);
    for (let n = 2; n < 6; n += 1) {
      here.clock.advance(2 * MINUTE_MS);
      await ask(here, "ada@people.example", n);
    }
    expect(here.mails.length, "the one sent again and two more: three in this day").toBe(4);
  });

  it("the form's hour lets exactly as many out, whatever pages they are for", async () => {
    const here = await world(2);
    const page = await ask(here, "person1@people.example", 1);
    here.clock.advance(50 * MINUTE_MS);
    await again(here, page);
    here.clock.advance(20 * MINUTE_MS);
    await ask(here, "person2@people.example", 2);
    expect(here.mails, "the page's first mail left seventy minutes ago").toHaveLength(3);
    await ask(here, "person3@people.example", 3);
    expect(here.mails).toHaveLength(3);
  });

  it("the form's hour holds for first mails and for those that are sent again, whatever is held", async () => {
    const here = await world(5);
    const pages: string[] = [];
    for (let n = 0; n < 12; n += 1) pages.push(await ask(here, `person${n}@people.example`, n));
    expect(here.mails).toHaveLength(5);
    for (let minute = 0; minute < 20; minute += 1) {
      here.clock.advance(MINUTE_MS + SECOND_MS);
      for (const token of pages) await again(here, token);
    }
    expect(here.mails).toHaveLength(5);
    here.clock.advance(HOUR_MS);
    for (const token of pages) await again(here, token);
    expect(here.mails.length).toBeGreaterThan(5);
    expect(here.mails.length).toBeLessThanOrEqual(10);
  });
});
