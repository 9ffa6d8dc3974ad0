import { describe, expect, it } from "vitest";
import { suppressStatement } from "#customers/suppress.ts";
import { emailIdentity } from "#customers/normalise-identity.ts";
import { formBody } from "#customers/forms/form-definition.ts";
import { seedForms } from "#customers/forms/seeds/seed-forms.ts";
import { type CallWorld, callWorld } from "#tests/worlds/call-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { addNewsletter } from "#tests/worlds/message-world.ts";

const VICTIM = "victim@people.example";

/** The newsletter "weekly", two forms, and somebody who is no customer and left for good. */
async function world() {
  const here = await callWorld(await freshStore());
  await addNewsletter(here.store, "weekly");
  for (const code of ["news-by-mail", "register-product"]) await here.forms.put(code, formBody.parse(seedForms[code]));
  await unsubscribe(here, VICTIM);
  return here;
}

async function unsubscribe({ forms: { deps }, store }: CallWorld, address: string): Promise<void> {
  const addressHash = emailIdentity(deps.secret, address)?.hash ?? "";
  const left = {
    addressHash,
    channel: "email",
    scope: "",
    reason: "unsubscribed",
    source: "unsubscribe-page",
  } as const;
  await store.write([suppressStatement({ ...left, at: deps.clock.now() })]);
}

const NEWS = { version: 1, locale: "en" };
const outcomeOf = async (here: CallWorld, line: string, body: unknown) => (await here.call(line, body)).json["outcome"];
const ASKED = "May we write to you every week?";
const turn = (here: CallWorld, id: string, { isOn, wording = ASKED }: { isOn: boolean; wording?: string }) =>
  here.call(`PUT /v1/calls/${id}/preferences`, { newsletters: [{ code: "weekly", isOn }], wording });
const suppressions = (here: CallWorld) => here.rows("select scope from suppressions where channel = 'email'");

describe("what is said by telephone", () => {
  it("turns no newsletter on for an address that only an open form said, until its reader confirms", async () => {
    const here = await world();
    const stated = { product: "LAMP-1", bought_on: "2026-01-01", email: "eve@people.example" };
    await here.forms.fill("/forms/register-product", stated);
    const [{ code }] = (await here.rows("select code from customers where email = 'eve@people.example'")) as [
      { code: string },
    ];
    const id = await here.start(code, "cti-8");
    const refused = await turn(here, id, { isOn: true });
    expect([refused.status, JSON.stringify(refused.json)]).toEqual([
      422,
      expect.stringContaining("/newsletters/0/isOn"),
    ]);
    expect(await here.rows("select state from subscriptions where state = 'active'")).toEqual([]);
    expect(await here.rows("select 1 from consents")).toEqual([]);
    const said = { ...NEWS, responseId: "1", answers: { news: "yes", email: "eve@people.example" } };
    expect(await outcomeOf(here, `POST /v1/calls/${id}/forms/news-by-mail`, said)).toBe("waiting");
    expect(await here.rows("select 1 from consents")).toEqual([]);
    await here.forms.post(new URL(here.forms.mails.at(-1)?.url ?? "").pathname, []);
    expect(await here.rows("select purpose, state from consents")).toEqual([{ purpose: "receive", state: "granted" }]);
    expect((await turn(here, id, { isOn: true })).status).toBe(200);
  });

  it("gives nobody an address: in whatever form, it waits for the mail, and neither consent nor opt-out moves before", async () => {
    const here = await world();
    const id = await here.start("ada", "cti-1");
    const news = `POST /v1/calls/${id}/forms/news-by-mail`;
    const register = `POST /v1/calls/${id}/forms/register-product`;
    const answers = { news: "yes", email: VICTIM };
    const product = { product: "LAMP-1", bought_on: "2026-01-01", email: VICTIM };
    expect(await outcomeOf(here, news, { ...NEWS, responseId: "1", answers })).toBe("waiting");
    expect(await outcomeOf(here, register, { ...NEWS, responseId: "1", answers: product })).toBe("waiting");
    expect(await outcomeOf(here, news, { ...NEWS, responseId: "2", answers })).toBe("waiting");
    expect(await here.rows("select email from customers where code = 'ada'")).toEqual([
      { email: "ada@people.example" },
    ]);
    expect(await here.rows("select 1 from consents")).toEqual([]);
    await turn(here, id, { isOn: false });
    await turn(here, id, { isOn: true });
    expect(await suppressions(here)).toEqual([{ scope: "" }]);
    const own = { ...product, email: "ada@people.example" };
    expect(await outcomeOf(here, register, { ...NEWS, responseId: "2", answers: own })).toBe("recorded");
  });

  it("an address that only a form said is nobody's: it is asked for and asked by mail", async () => {
    const here = await world();
    await here.store.write([
      {
        sql: `insert into form_submissions (id_hash, form_code, version, customer_id, channel, network, address_hash, flags, at)
          select 'x', 'f', 1, i.customer_id, 'web', '', i.hash, '[]', i.at from identities i
          join customers c on c.id = i.customer_id where c.code = 'ada' and i.kind = 'email'`,
        params: [],
      },
    ]);
    const id = await here.start("ada", "cti-1");
    const news = `POST /v1/calls/${id}/forms/news-by-mail`;
    expect((await here.call(news, { ...NEWS, responseId: "1", answers: { news: "yes" } })).status).toBe(422);
    const answers = { news: "yes", email: "ada@people.example" };
    expect(await outcomeOf(here, news, { ...NEWS, responseId: "2", answers })).toBe("waiting");
    await here.store.write([{ sql: "update identities set verified_at = 1 where kind = 'email'", params: [] }]);
    expect(await outcomeOf(here, news, { ...NEWS, responseId: "3", answers })).toBe("recorded");
  });

  it("lifts no opt-out of whoever reads the address, and says so; her own, told to an agent, is hers to take back", async () => {
    const here = await world();
    await unsubscribe(here, "ada@people.example");
    const id = await here.start("ada", "cti-1");
    const refused = await turn(here, id, { isOn: true });
    expect([refused.status, refused.json["errors"] ?? refused.json]).toEqual([422, expect.anything()]);
    expect(JSON.stringify(refused.json)).toMatch(/\/newsletters\/0\/isOn.*confirms by mail/);
    expect(await here.rows("select 1 from consents")).toEqual([]);
    expect(await suppressions(here)).toHaveLength(2);
    await here.store.write([{ sql: "delete from suppressions", params: [] }]);
    await turn(here, id, { isOn: true });
    here.forms.clock.advance(1_000);
    await here.call(`POST /v1/calls/${id}/opt-out`, { wording: "No more, please." });
    expect(await suppressions(here)).toHaveLength(1);
    here.forms.clock.advance(1_000);
    expect((await turn(here, id, { isOn: true })).status).toBe(200);
    expect(await suppressions(here)).toEqual([]);
  });

  it.each([" ", "\n\t "])("is no consent without words: %j is refused", async (wording) => {
    const here = await world();
    const id = await here.start("ada");
    expect((await turn(here, id, { isOn: true, wording })).status).toBe(422);
    expect((await here.call(`POST /v1/calls/${id}/opt-out`, { wording })).status).toBe(422);
    expect(await here.rows("select 1 from consents")).toEqual([]);
  });

  it("stands in the consent records as the call centre's, also where the address confirmed it", async () => {
    const here = await world();
    const said = { ...NEWS, responseId: "1" };
    const ada = await here.start("ada");
    await here.call(`POST /v1/calls/${ada}/forms/news-by-mail`, { ...said, answers: { news: "yes" } });
    const adam = await here.start("adam");
    const answers = { news: "yes", email: "adam@people.example" };
    await here.call(`POST /v1/calls/${adam}/forms/news-by-mail`, { ...said, answers });
    await here.forms.post(new URL(here.forms.mails[0]?.url ?? "").pathname, []);
    expect(await here.rows("select source from consents")).toEqual([
      { source: "call-centre" },
      { source: "call-centre" },
    ]);
  });
});

describe("whoever copies the list", () => {
  const people = async (count: number) => {
    const here = await callWorld(await freshStore());
    await here.store.write([
      {
        sql: `with recursive n(i) as (select 0 union all select i + 1 from n where i < ?)
          insert into customers (code, created_at, updated_at) select 'c' || i, 0, 0 from n`,
        params: [count],
      },
    ]);
    here.actor = { kind: "operator", id: "agent-1", scopes: ["calls:handle"] };
    return here;
  };
  const open = async (here: CallWorld, code: string) => (await here.call("POST /v1/calls", { customer: code })).status;
  const look = async (here: CallWorld, value: string) =>
    (await here.call("POST /v1/calls/look-up", { by: "code", value })).status;

  it("opens 120 customers by guessed code in an hour and no more, whatever is noted between", async () => {
    const here = await people(130);
    for (let n = 0; n < 120; n += 1) expect(await open(here, `c${n}`)).toBe(201);
    await here.store.write([
      {
        sql: `with recursive n(i) as (select 0 union all select i + 1 from n where i < 500)
          insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id)
          select ?, 'operator', 'agent-1', 'note-call', 'customer', 'c1' from n`,
        params: [here.forms.clock.now()],
      },
    ]);
    expect(await open(here, "c120")).toBe(429);
    expect(await look(here, "c121")).toBe(429);
    expect(await open(here, "c5"), "whom she opened already").toBe(201);
  });

  it("an agent who looks each caller up twice and serves her has 120 callers as well", async () => {
    const here = await people(130);
    const answers = new Set<number>();
    for (let n = 0; n < 120; n += 1) {
      // Looked up a second time she is one caller too many until she is served: only the last has no room for that.
      const looks = n < 119 ? 2 : 1;
      for (let turns = 0; turns < looks; turns += 1) answers.add(await look(here, `c${n}`));
      answers.add(await open(here, `c${n}`));
    }
    expect([...answers]).toEqual([200, 201]);
    expect(await look(here, "c121")).toBe(429);
  });
});
