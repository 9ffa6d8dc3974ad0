import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkEndpoint } from "./push-service.ts";

const CASES = "../shared/cases/urls/ssrf.json";
const found: unknown = existsSync(CASES) ? JSON.parse(readFileSync(CASES, "utf8")) : [];
const urls = [...new Set(textsIn(found).filter((text) => /^[a-z]+:/i.test(text)))];

/** Every text in the file, wherever it stands. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe("an endpoint", () => {
  it.each([
    "https://fcm.googleapis.com/fcm/send/dGVzdA:APA91bH",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB",
    "https://web.push.apple.com/QGuQyavXutnMHQ",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAC%2f",
  ])("of a known service is taken: %s", (endpoint) => {
    expect(checkEndpoint(endpoint)).toMatchObject({ ok: true });
  });

  it("of an unknown service is refused, and taken where the operator named its origin, and that origin alone", () => {
    const own = "https://push.vendor.example:8443/wpush/1";
    expect(checkEndpoint(own)).toEqual({ ok: false, error: "unknown_service" });
    expect(checkEndpoint(own, new Set(["https://push.vendor.example:8443"]))).toMatchObject({ ok: true });
    expect(checkEndpoint("https://push.vendor.example/wpush/1", new Set(["https://push.vendor.example:8443"])).ok).toBe(
      false,
    );
  });

  it.each([
    ["HTTPS://fcm.googleapis.com/x", "not_an_endpoint"],
    ["https://FCM.googleapis.com/x", "not_an_endpoint"],
    ["https://fcm.googleapis.com:443/x", "not_an_endpoint"],
    ["https://fcm.googleapis.com/a/../x", "not_an_endpoint"],
    ["https://fcm.googleapis.com/", "not_an_endpoint"],
    ["https://user@fcm.googleapis.com/x", "not_an_endpoint"],
    ["https://fcm.googleapis.com/x#y", "not_an_endpoint"],
    ["https://fcm.googleapis.com\\x", "not_an_endpoint"],
    ["https://fcm。googleapis.com/x", "not_an_endpoint"],
    ["https://push.apple.com/x", "unknown_service"],
    ["https://fcm.googleapis.com./x", "unknown_service"],
    ["http://fcm.googleapis.com/x", "unknown_service"],
    [`https://fcm.googleapis.com/${"x".repeat(1_024)}`, "too_long"],
  ])("that no browser makes is refused: %s", (endpoint, error) => {
    expect(checkEndpoint(endpoint)).toEqual({ ok: false, error });
  });

  describe.skipIf(urls.length === 0)(`of the SSRF cases (${urls.length} addresses)`, () => {
    it("is never taken", () => {
      expect(urls.filter((url) => checkEndpoint(url).ok)).toEqual([]);
    });
  });
});
