import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { freshStore } from "../../tests/worlds/fresh-store.ts";
import { authorize } from "./authorize.ts";
import { createAuth } from "./create-auth.ts";
import { createOperator } from "./create-operator.ts";
import { failureLimit } from "./failure-limit.ts";
import { findSession } from "./find-session.ts";
import { setPassword } from "./set-password.ts";
import { setRole } from "./set-role.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

const publicUrl = "https://vendor.example";
const actor = { kind: "system", id: "cli" } as const;
const credentials = { email: "Olga@vendor.example", password: "a long pass phrase" };

async function world() {
  const store = await freshStore();
  const clock = manualClock(Date.UTC(2026, 10, 22, 9));
  let count = 0;
  const ids = idsFrom(clock, (size) => new Uint8Array(size).fill((count += 1)));
  const deps = { store, clock, ids, secret: secretFrom(new Uint8Array(32).fill(1)) };
  const auth = createAuth({ deps, publicUrl });
  const all = {
    ...deps,
    auth,
    publicUrl,
    failures: failureLimit(clock, 10),
    addressOf: () => "192.0.2.1",
    findSession: (request: Request) => findSession({ ...deps, auth, publicUrl }, request),
  };
  const created = await createOperator({
    deps,
    auth: await auth(),
    actor,
    input: { name: "Olga", role: "owner", ...credentials },
  });
  return { ...all, operatorId: created.ok ? created.value.id : "" };
}

const from = (origin: string | undefined, init: { method?: string; cookie?: string } = {}) =>
  new Request(`${publicUrl}/sign-in`, {
    method: init.method ?? "POST",
    headers: {
      ...(origin === undefined ? {} : { origin }),
      ...(init.cookie === undefined ? {} : { cookie: init.cookie }),
    },
  });

async function signedIn(deps: Awaited<ReturnType<typeof world>>): Promise<string> {
  const cookies = await signIn(deps, from(publicUrl), credentials);
  return cookies.ok ? String(cookies.value[0]?.split(";")[0]) : "";
}

describe("operators", () => {
  it("sign in with e-mail and password and act under their role", async () => {
    const deps = await world();
    const cookie = await signedIn(deps);
    const actorFound = await authorize(deps, from(publicUrl, { method: "GET", cookie }), "operators:manage");
    expect(actorFound.ok && actorFound.value).toMatchObject({ kind: "operator", id: deps.operatorId });
  });

  it("get a cookie that only this host over https may set and read, and no script", async () => {
    const deps = await world();
    const cookies = await signIn(deps, from(publicUrl), credentials);
    const [line = ""] = cookies.ok ? cookies.value : [];
    expect(line).toMatch(/^__Host-jumpstation=/);
    expect(line.split(/;\s*/).map((part) => part.toLowerCase())).toEqual(
      expect.arrayContaining(["path=/", "httponly", "secure", "samesite=lax"]),
    );
    expect(line.toLowerCase()).not.toContain("domain=");
  });

  it("have a new session id with every sign-in", async () => {
    const deps = await world();
    expect(await signedIn(deps)).not.toBe(await signedIn(deps));
  });

  it("are out from the moment they sign out, whoever kept the cookie", async () => {
    const deps = await world();
    const cookie = await signedIn(deps);
    expect((await signOut(deps, from(publicUrl, { cookie }))).ok).toBe(true);
    const after = await authorize(deps, from(publicUrl, { method: "GET", cookie }), "customers:read");
    expect(!after.ok && after.error.code).toBe("unauthenticated");
    expect(await deps.store.read({ sql: "select id from session", params: [] })).toEqual([]);
  });

  it("lose every session when the password changes", async () => {
    const deps = await world();
    const cookie = await signedIn(deps);
    const input = { operatorId: deps.operatorId, password: "another long phrase" };
    expect((await setPassword({ deps, auth: await deps.auth(), actor, input })).ok).toBe(true);
    expect((await authorize(deps, from(publicUrl, { method: "GET", cookie }), "customers:read")).ok).toBe(false);
    expect((await signIn(deps, from(publicUrl), credentials)).ok).toBe(false);
    expect((await signIn(deps, from(publicUrl), { ...credentials, password: input.password })).ok).toBe(true);
  });

  it("hear the same for an unknown address as for a wrong password", async () => {
    const deps = await world();
    const wrong = await signIn(deps, from(publicUrl), { ...credentials, password: "not the pass phrase" });
    const unknown = await signIn(deps, from(publicUrl), { ...credentials, email: "nobody@vendor.example" });
    expect(wrong).toEqual(unknown);
    expect(wrong.ok).toBe(false);
  });

  it("are slowed down after ten wrong tries of one account, and free again after a minute", async () => {
    const deps = await world();
    for (let index = 0; index < 10; index += 1) {
      await signIn(deps, from(publicUrl), { ...credentials, password: `wrong number ${index}` });
    }
    const blocked = await signIn(deps, from(publicUrl), credentials);
    expect(!blocked.ok && blocked.error).toEqual({ code: "too_many_requests", retryAfterSeconds: 60 });
    deps.clock.advance(60_000);
    expect((await signIn(deps, from(publicUrl), credentials)).ok).toBe(true);
  });

  it("can't be made to sign in or to act by another site's form", async () => {
    const deps = await world();
    const cookie = await signedIn(deps);
    for (const origin of ["https://evil.example", "null", undefined, "https://sub.vendor.example"]) {
      expect((await signIn(deps, from(origin), credentials)).ok).toBe(false);
      const act = await authorize(deps, from(origin, { cookie }), "customers:write");
      expect(!act.ok && act.error.code).toBe("forbidden");
    }
    expect((await authorize(deps, from(publicUrl, { cookie }), "customers:write")).ok).toBe(true);
  });

  it("may do less with a smaller role from the next request on, and the last owner stays one", async () => {
    const deps = await world();
    const cookie = await signedIn(deps);
    const demote = { deps, actor, input: { operatorId: deps.operatorId, role: "viewer" } as const };
    expect(await setRole(demote)).toMatchObject({ ok: false, error: { code: "conflict" } });
    const second = {
      name: "Otto",
      email: "otto@vendor.example",
      password: "a long pass phrase",
      role: "owner",
    } as const;
    await createOperator({ deps, auth: await deps.auth(), actor, input: second });
    expect((await setRole(demote)).ok).toBe(true);
    const write = await authorize(deps, from(publicUrl, { cookie }), "customers:write");
    expect(!write.ok && write.error.code).toBe("forbidden");
    expect((await authorize(deps, from(publicUrl, { method: "GET", cookie }), "customers:read")).ok).toBe(true);
  });

  it("are added once for each address, with an audit row and without the password in it", async () => {
    const deps = await world();
    const again = await createOperator({
      deps,
      auth: await deps.auth(),
      actor,
      input: { name: "Olga", role: "owner", ...credentials },
    });
    expect(again).toMatchObject({ ok: false, error: { code: "conflict" } });
    const audit = await deps.store.read({ sql: "select action, detail from audit_log", params: [] });
    expect(audit).toEqual([{ action: "create-operator", detail: '{"role":"owner"}' }]);
  });
});
