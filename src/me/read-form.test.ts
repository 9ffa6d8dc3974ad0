import { describe, expect, it } from "vitest";
import { readForm } from "./read-form.ts";

const noTimer = { after: () => () => undefined };

function read(body: string) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const request = new Request("https://vendor.example/me", { method: "POST", headers, body });
  return readForm(request, { timer: noTimer, shape: { name: "one", topics: "many" } });
}

describe("a form", () => {
  it("is read with one kind of line end and without blanks around", async () => {
    const form = await read("name=+Ada%0D%0ALovelace+&topics=garden&topics=sea");
    expect(form.ok && [form.value.one("name"), form.value.many("topics")]).toEqual([
      "Ada\nLovelace",
      ["garden", "sea"],
    ]);
  });

  it("with a text that no database keeps is refused at its field", async () => {
    const refused = await read("name=Ada&topics=garden&topics=a%00b");
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid_request", faults: [{ pointer: "/topics" }] } });
  });

  it("with a field that it does not have, or has once and was sent twice, is nobody's form of ours", async () => {
    expect((await read("name=Ada&isAdmin=1")).ok).toBe(false);
    expect((await read("name=Ada&name=Bea")).ok).toBe(false);
  });
});
