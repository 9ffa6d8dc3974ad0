import { existsSync, readFileSync } from "node:fs";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import { describe, expect, it } from "vitest";
import { formBody } from "#customers/forms/form-definition.ts";
import { type FormWorld, formWorld, tokenIn } from "#tests/worlds/form-world.ts";
import { isPersonName } from "#customers/person-values.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
const naughty = JSON.parse(read("../shared/cases/naughty/blns.json") || "[]") as readonly string[];
type Address = { readonly address: string; readonly category: string };
const addresses = JSON.parse(read("../shared/cases/email-addresses/isemail.json") || "[]") as readonly Address[];
/** Beginnings of numbers, `prefix|zones`; one in sixteen, so that every part of the world is among them. */
const prefixes = read("../shared/cases/phone/libphonenumber-timezones.txt")
  .split("\n")
  .flatMap((line) => /^(\d+)\|/.exec(line)?.[1] ?? [])
  .filter((_, index) => index % 16 === 0);

const words = (en: string) => ({ en });
const open = formBody.parse({
  locale: "en",
  title: words("Anything"),
  thanks: words("Thank you."),
  fields: [
    { name: "long", kind: "long_text", label: words("Long"), target: { to: "answer", question: "long" } },
    { name: "short", kind: "short_text", label: words("Short"), target: { to: "identity", part: "firstName" } },
    { name: "email", kind: "email", label: words("E-mail"), target: { to: "identity", part: "email" } },
    { name: "phone", kind: "phone", label: words("Phone"), target: { to: "identity", part: "phone" } },
    {
      name: "pick",
      kind: "choice",
      label: words("Pick"),
      options: [{ value: "a", label: words("A") }],
      target: { to: "answer", question: "pick" },
    },
    { name: "when", kind: "date", label: words("When"), target: { to: "answer", question: "day" } },
    { name: "many", kind: "number", label: words("Many"), target: { to: "answer", question: "many" } },
  ],
});

async function door() {
  const world = await formWorld(await freshStore());
  await world.put("anything", open);
  let networks = 0;
  /** Each from a network of its own, as everybody's is. */
  const send = async (answers: Readonly<Record<string, string>>) => {
    networks += 1;
    world.from = `198.${18 + (networks >> 8)}.${networks & 255}.7`;
    return world.fill("/forms/anything", answers);
  };
  return { world, send };
}

const rows = ({ store }: FormWorld, sql: string) => store.read<Record<string, unknown>>({ sql, params: [] });
const shape = (page: string) => page.match(/<\/?[a-z]+/gi)?.join(" ");

describe.skipIf(naughty.length === 0)("naughty strings at a form's door (needs ../shared/cases)", () => {
  it(`${naughty.length} strings are kept as they were typed, and run nowhere on the page that shows them again`, async () => {
    const { world, send } = await door();
    const typed = naughty.map((text) => text.replaceAll("\r\n", "\n").trim());
    for (const text of naughty) {
      const { status } = await send({ long: text });
      expect.soft([text, status]).toEqual([text, 200]);
    }
    const kept = await rows(world, "select answer from survey_answers where question = 'long' order by id");
    expect(kept.map(({ answer }) => answer)).toEqual(typed.filter((text) => text !== ""));
    const harmless = shape((await send({ long: "harmless", short: "harmless", pick: "none" })).text);
    for (const text of naughty.filter((one) => one.trim() !== "" && one.length <= 200)) {
      // As a name, what turns the text around has a fault of its own.
      const isName = isPersonName(text.trim());
      const again = await send({ long: text, short: isName ? text : "harmless", pick: "none" });
      expect.soft([text, again.status, shape(again.text) === harmless]).toEqual([text, 422, true]);
    }
  }, 60_000);

  it(`${naughty.length} strings as choice, date, number, address and token are refused at their field or as a whole`, async () => {
    const { world, send } = await door();
    for (const text of naughty.filter((one) => one.trim() !== "")) {
      const pick = await send({ pick: text });
      expect.soft([text, pick.status]).toEqual([text, 422]);
      const { status } = await send({ when: text, many: text, email: text, phone: text });
      expect.soft([200, 422], text).toContain(status);
      const page = await world.get("/forms/anything");
      world.clock.advance(5_000);
      const forged = await world.post("/forms/anything", [
        ["token", `${tokenIn(page.text)}${text}`],
        ["step", text],
      ]);
      expect.soft([text, forged.status]).toEqual([text, 422]);
    }
    const days = await rows(world, "select answer from survey_answers where question = 'day'");
    expect(days.filter(({ answer }) => !/^\d{4}-\d{2}-\d{2}$/.test(String(answer)))).toEqual([]);
  }, 60_000);
});

describe.skipIf(addresses.length === 0)("e-mail addresses at a form's door (needs ../shared/cases)", () => {
  it(`${addresses.length} are decided as the RFCs decide them; what is refused stands in its field again`, async () => {
    const { world, send } = await door();
    const wrong: string[] = [];
    for (const { address, category } of addresses) {
      const typed = address.trim();
      const isGood =
        /^ISEMAIL_(VALID_CATEGORY|DNSWARN)$/.test(category) && typed === address && !/["()[\]\s]/.test(address);
      const { status, text } = await send({ email: address });
      const isTaken = status === 200;
      // A blank around an address is a slip of the thumb, and an empty field says nothing.
      if (typed === "" ? !isTaken : typed === address && isTaken !== isGood) wrong.push(`${status} ${address}`);
      if (status === 422 && !text.includes('id="field-a.email-error"')) wrong.push(`no word at the field: ${address}`);
      if (![200, 400, 422].includes(status)) wrong.push(`${status}: ${address}`);
    }
    expect(wrong).toEqual([]);
    const kept = await rows(
      world,
      "select count(*) as n from customers where email is not null and email not like '%@%'",
    );
    expect(kept).toEqual([{ n: 0 }]);
  }, 60_000);
});

describe.skipIf(prefixes.length === 0)("phone numbers at a form's door (needs ../shared/cases)", () => {
  it(`${prefixes.length} beginnings of numbers from all over the world are taken in full and kept as E.164, or refused`, async () => {
    const { world, send } = await door();
    let taken = 0;
    for (const prefix of prefixes) {
      const whole = [7, 6, 5, 4, 8, 3, 2, 9, 10]
        .map((more) => `+${prefix}${"2345678901".slice(0, more)}`)
        .find((text) => parsePhoneNumberFromString(text, { extract: false })?.isPossible() === true);
      if (whole === undefined) continue;
      taken += 1;
      const spaced = `${whole.slice(0, 4)} (${whole.slice(4, 6)}) ${whole.slice(6, 8)}-${whole.slice(8)}`;
      expect.soft([whole, (await send({ phone: spaced })).status]).toEqual([whole, 200]);
      expect.soft([prefix, (await send({ phone: `+${prefix.slice(0, 1)}` })).status]).toEqual([prefix, 422]);
    }
    const kept = await rows(world, "select distinct phone from customers where phone is not null");
    expect(kept.filter(({ phone }) => !/^\+[1-9]\d{5,14}$/.test(String(phone)))).toEqual([]);
    expect(taken).toBeGreaterThan(prefixes.length / 2);
    expect(kept.length).toBeGreaterThan(taken / 2);
  }, 60_000);
});
