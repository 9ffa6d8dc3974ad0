import { describe, expect, it } from "vitest";
import { SESSION_IDLE_MS } from "#access/find-session.ts";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";

const ORIGIN = "https://console.shop.example";
const LIST = "/console/operators";
const OWN = "/console/password";
const PASSWORD = "a long pass phrase";
const NEXT = "a second pass phrase";
const person = { name: "Vera", email: "vera@shop.example", role: "viewer", password: "a first pass phrase" };

async function signedIn(role: "owner" | "editor" | "viewer" = "owner") {
  const world = await consoleWorld(ORIGIN);
  const cookie = await world.cookieOf(role);
  const idOf = async (email: string) => {
    const [row] = await world.store.read<{ id: string }>({
      sql: "select id from user where email = ?",
      params: [email],
    });
    return row?.id ?? "";
  };
  const post = async (path: string, fields: Record<string, string>, by = cookie) => {
    const answer = await postForm(world, path, { cookie: by, fields });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const signIn = async (email: string, password: string) => {
    const answer = await post("/console/sign-in", { email, password, next: "/console" }, "");
    return answer.status === 303 ? String(answer.headers.getSetCookie()[0]?.split(";")[0]) : undefined;
  };
  const audit = (action: string) =>
    world.store.read({
      sql: "select actor_kind, actor_id, subject_id, detail from audit_log where action = ? and actor_kind = 'operator'",
      params: [action],
    });
  return {
    world,
    store: world.store,
    cookie,
    idOf,
    post,
    signIn,
    audit,
    open: (path: string, by = cookie) => getPage(world, path, by),
  };
}

describe("the operators' pages", () => {
  it("an owner adds a person, who signs in with the role that she was given", async () => {
    const { post, open, signIn, audit, idOf } = await signedIn();
    const added = await post(`${LIST}/new`, person);
    const id = await idOf(person.email);
    expect([added.status, added.headers.get("location")]).toEqual([303, `${LIST}?added=${id}`]);
    expect((await open(LIST)).text).toContain("vera@shop.example");
    const hers = await signIn(person.email, person.password);
    expect((await open("/console", hers)).status).toBe(200);
    expect((await open(LIST, hers)).status).toBe(403);
    expect(await audit("create-operator")).toMatchObject([{ subject_id: id, detail: '{"role":"viewer"}' }]);
  });

  it.each([
    [{ name: "" }, "name", "Fill this in."],
    [{ email: "Vera <v@x.example>" }, "email", "This is no bare e-mail address."],
    [{ email: "edda@shop.example" }, "email", "An operator with this address exists."],
    [{ password: "short" }, "password", "At least 12 characters."],
    [{ role: "god" }, "role", "Choose one of these."],
  ])(
    "a person with %j is refused beside the field; the form keeps all but the password",
    async (change, name, words) => {
      const { post, audit } = await signedIn();
      const fields = { ...person, ...change };
      const { status, text } = await post(`${LIST}/new`, fields);
      expect(status).toBe(422);
      expect(text).toMatch(new RegExp(`id="(field-)?${name}-error">${words}`));
      expect(text).toContain(`value="${fields.name}"`);
      expect(text).not.toContain(fields.password);
      expect(await audit("create-operator")).toEqual([]);
    },
  );

  it("a role changes from the next request on, and the last owner stays one", async () => {
    const { post, open, world, audit, idOf } = await signedIn();
    const hers = await world.cookieOf("editor");
    const id = await idOf("editor2@shop.example");
    const changed = await post(`${LIST}/${id}/role`, { role: "owner" });
    expect(changed.headers.get("location")).toBe(`${LIST}/${id}?saved=role`);
    expect((await open(LIST, hers)).status).toBe(200);
    await post(`${LIST}/${id}/role`, { role: "viewer" });
    expect((await open(LIST, hers)).status).toBe(403);
    const last = await post(`${LIST}/${await idOf("owner1@shop.example")}/role`, { role: "viewer" });
    expect([last.status, last.text.includes("The last owner stays an owner.")]).toEqual([422, true]);
    expect((await post(`${LIST}/opr_nobody/role`, { role: "viewer" })).status).toBe(404);
    expect((await audit("set-role")).map((row) => row["detail"])).toEqual(['{"role":"owner"}', '{"role":"viewer"}']);
  });

  it("a lost password is replaced by an owner, and every session of that operator ends", async () => {
    const { post, open, world, audit, idOf, signIn } = await signedIn();
    const hers = await world.cookieOf("editor");
    const id = await idOf("editor2@shop.example");
    expect((await post(`${LIST}/${id}/password`, { password: "short" })).status).toBe(422);
    const set = await post(`${LIST}/${id}/password`, { password: NEXT });
    expect(set.headers.get("location")).toBe(`${LIST}/${id}?saved=password`);
    expect((await open("/console", hers)).status).toBe(303);
    expect([
      await signIn("editor2@shop.example", PASSWORD),
      typeof (await signIn("editor2@shop.example", NEXT)),
    ]).toEqual([undefined, "string"]);
    expect(await audit("set-password")).toMatchObject([{ subject_id: id, detail: "{}" }]);
  });

  it("an owner's own password is not to be had without the one that she has", async () => {
    const { post, open, idOf, audit } = await signedIn();
    const id = await idOf("owner1@shop.example");
    expect((await open(`${LIST}/${id}`)).text).toContain(`<a href="${OWN}">My password</a>, where`);
    expect((await post(`${LIST}/${id}/password`, { password: NEXT })).status).toBe(400);
    expect(await audit("set-password")).toEqual([]);
  });

  it("an editor and a viewer manage nobody, and another site's form changes nothing", async () => {
    for (const role of ["editor", "viewer"] as const) {
      const { post, open, audit } = await signedIn(role);
      for (const path of [LIST, `${LIST}/new`, `${LIST}/opr_1`]) expect((await open(path)).status).toBe(403);
      expect((await post(`${LIST}/new`, person)).status).toBe(403);
      expect((await post(`${LIST}/opr_1/role`, { role: "owner" })).status).toBe(403);
      expect((await post(`${LIST}/opr_1/password`, { password: NEXT })).status).toBe(403);
      expect([
        ...(await audit("set-role")),
        ...(await audit("set-password")),
        ...(await audit("create-operator")),
      ]).toEqual([]);
    }
    const { world, cookie } = await signedIn();
    for (const path of [`${LIST}/new`, `${LIST}/opr_1/role`, OWN]) {
      expect((await postForm(world, path, { cookie, fields: {}, origin: "https://evil.example" })).status).toBe(403);
    }
  });
});

describe("my password", () => {
  const change = { current: PASSWORD, password: NEXT, again: NEXT };

  it.each(["viewer", "editor", "owner"] as const)(
    "a %s changes her own: every other session ends, hers goes on as a new one",
    async (role) => {
      const { post, open, cookie, signIn, audit, idOf } = await signedIn(role);
      const email = `${role}1@shop.example`;
      const elsewhere = await signIn(email, PASSWORD);
      expect((await open("/console")).text).toContain(`href="${OWN}"`);
      const changed = await post(OWN, change);
      expect([changed.status, changed.headers.get("location")]).toEqual([303, `${OWN}?changed=1`]);
      const renewed = String(changed.headers.getSetCookie()[0]?.split(";")[0]);
      const states = await Promise.all([elsewhere, cookie, renewed].map((one) => open(OWN, one)));
      expect(states.map(({ status }) => status)).toEqual([303, 303, 200]);
      expect(await signIn(email, PASSWORD)).toBeUndefined();
      expect(await signIn(email, NEXT)).toBeTypeOf("string");
      const id = await idOf(email);
      expect(await audit("change-own-password")).toEqual([
        { actor_kind: "operator", actor_id: id, subject_id: id, detail: "{}" },
      ]);
    },
  );

  it.each([
    [{ current: "not my pass phrase" }, "current", "This is not the password that you have."],
    [{ password: "short", again: "short" }, "password", "A password has 12 to 128 characters."],
    [{ password: PASSWORD, again: PASSWORD }, "password", "This is the password that you have."],
    [{ again: "something else than that" }, "again", "This is not the same as above."],
  ])("stays as it is with %j, and no page shows a password", async (fault, name, words) => {
    const { post, open, audit } = await signedIn("editor");
    const { status, text } = await post(OWN, { ...change, ...fault });
    expect([status, text.includes(`id="field-${name}-error">${words}`)]).toEqual([422, true]);
    expect(text).not.toMatch(/pass phrase|something else/);
    expect((await open(OWN)).status).toBe(200);
    expect(await audit("change-own-password")).toEqual([]);
  });

  it("is not found by trying: after ten wrong ones even the right one waits a minute", async () => {
    const { world, post, open, audit } = await signedIn("editor");
    for (let index = 0; index < 10; index += 1) await post(OWN, { ...change, current: `a wrong number ${index}` });
    const blocked = await post(OWN, change);
    expect([blocked.status, blocked.text.includes("Wait 60 seconds")]).toEqual([429, true]);
    expect(await audit("change-own-password")).toEqual([]);
    expect((await open(OWN)).status).toBe(200);
    world.clock.advance(60_000);
    expect((await post(OWN, change)).status).toBe(303);
  });

  it("is nobody's without a session", async () => {
    const { post, open } = await signedIn();
    expect((await open(OWN, "")).headers.get("location")).toBe("/console/sign-in?next=%2Fconsole%2Fpassword");
    expect((await post(OWN, change, "")).status).toBe(303);
  });
});

describe("a session", () => {
  it("that nobody uses for half an hour is over, says so at the sign-in, and leads back to where she was", async () => {
    const { world, store, open } = await signedIn();
    world.clock.advance(SESSION_IDLE_MS);
    const ended = (await open("/console/keys")).headers.get("location") ?? "";
    expect(ended).toBe("/console/sign-in?next=%2Fconsole%2Fkeys&ended=1");
    expect((await open(ended, "")).text).toContain("You were signed out.");
    expect(await store.read({ sql: "select id from session", params: [] })).toEqual([]);
  });

  it("that is used goes on", async () => {
    const { world, open } = await signedIn();
    for (let turn = 0; turn < 5; turn += 1) {
      world.clock.advance(SESSION_IDLE_MS - 1);
      expect((await open("/console")).status).toBe(200);
    }
  });

  it("in use ends all the same after a working day", async () => {
    const { store, open } = await signedIn();
    const [row] = await store.read<{ hours: number }>({
      sql: "select round((expires_at - created_at) / 3600000.0) as hours from session",
      params: [],
    });
    await open("/console");
    expect(row).toEqual({ hours: 12 });
    await store.write([{ sql: "update session set expires_at = created_at - 1", params: [] }]);
    expect((await open("/console")).status).toBe(303);
  });
});
