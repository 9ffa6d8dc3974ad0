import { describe, expect, it } from "vitest";
import { consoleWorld, getPage, postForm } from "#tests/worlds/console-world.ts";
import { fillImportPages } from "#tests/worlds/imported-world.ts";

const ORIGIN = "https://console.shop.example";

async function signedIn(role: "editor" | "viewer" = "editor") {
  const world = await consoleWorld(ORIGIN);
  await fillImportPages(world.deps.imports, "<b>Strange");
  const cookie = await world.cookieOf(role);
  const open = (path: string) => getPage(world, path, cookie);
  const rows = (sql: string) => world.store.read({ sql, params: [] });
  return { world, cookie, open, rows };
}

describe("the pages of imports", () => {
  it("show each import with its totals, its trouble and its way back", async () => {
    const { open } = await signedIn();
    const list = await open("/console/imports");
    expect(list.text).toContain('href="/console/imports/imp_done"');
    expect(list.text).not.toContain("<b>Strange");
    const done = await open("/console/imports/imp_done");
    expect(done.text).toContain("mail: This is no bare e-mail address.");
    expect(done.text).toContain('href="/console/imports/imp_done/rejects"');
    expect(done.text).toContain('href="/console/imports/imp_done/undo"');
    expect((await open("/console/imports/imp_stopped")).text).toContain("Line 3, record 2: A quotation mark opens");
    expect((await open("/console/imports/imp_refused")).text).toContain("/fields/email");
    const running = await open("/console/imports/imp_running");
    expect(running.headers.get("refresh")).toBe("3");
    expect(running.text).toContain("42 % of the file is read, 420 records are settled.");
    const undone = await open("/console/imports/imp_undone");
    expect([undone.text.includes("This import was undone."), undone.headers.get("refresh")]).toEqual([true, null]);
    expect((await open("/console/imports/none")).status).toBe(404);
  });

  it("give rejects as a file, and undo after a question", async () => {
    const { world, cookie, open, rows } = await signedIn();
    const rejects = await open("/console/imports/imp_done/rejects");
    expect(rejects.headers.get("content-type")).toContain("text/csv");
    expect(rejects.text.split("\r\n").length).toBe(4);
    expect((await open("/console/imports/imp_done/undo")).text).toContain("Undo the import");
    const before = await rows("select count(*) as n from customers where code like 'Z%'");
    expect(before).toEqual([{ n: 3 }]);
    const undone = await postForm(world, "/console/imports/imp_done/undo", { cookie, fields: {} });
    expect([undone.status, undone.headers.get("location")]).toEqual([303, "/console/imports/imp_done"]);
    expect(await rows("select code from customers where code like 'Z%'")).toEqual([{ code: "Z5" }]);
    expect((await open("/console/imports/imp_done")).text).not.toContain("/undo");
  });

  it("show rejected records with their lines and what stands there, page by page, to whoever may see customers", async () => {
    const { world, open } = await signedIn("viewer");
    const shown = await open("/console/imports/imp_done/rejected");
    expect([shown.status, shown.text.includes("Line 3"), shown.text.includes("<code>nobody</code>")]).toEqual([
      200,
      true,
      true,
    ]);
    expect(shown.text).toContain("This is no bare e-mail address.");
    expect((await open("/console/imports/imp_done/rejected?from=3")).text).not.toContain("Line 3");
    expect((await open("/console/imports/imp_undone/rejected")).text).toContain("Every record was understood.");
    expect((await open("/console/imports/none/rejected")).status).toBe(404);
    const agent = await world.cookieOf("agent");
    expect((await getPage(world, "/console/imports/imp_done/rejected", agent)).status).toBe(403);
  });

  it("take a small file from a form, dry or for good, and a viewer none", async () => {
    const { world, cookie, rows } = await signedIn();
    const post = async (dry: boolean, who: string) => {
      const form = new FormData();
      form.set("mapping", "newsletter-list");
      form.set("file", new File(["id,mail,first\nY1,y1@people.example,Yve\n"], "list.csv"));
      if (dry) form.set("dry", "yes");
      const body = new Response(form);
      const bytes = await body.arrayBuffer();
      return world.app.request(`${ORIGIN}/console/imports`, {
        method: "POST",
        headers: {
          cookie: who,
          origin: ORIGIN,
          "content-type": body.headers.get("content-type") ?? "",
          "content-length": String(bytes.byteLength),
        },
        body: bytes,
      });
    };
    expect((await post(false, cookie)).status).toBe(303);
    expect(await rows("select code, first_name from customers where code = 'Y1'")).toEqual([
      { code: "Y1", first_name: "Yve" },
    ]);
    expect((await post(false, await world.cookieOf("viewer"))).status).toBe(403);
    expect((await rows("select file_name from imports where file_name = 'list.csv'")).length).toBe(1);
  });
});
