import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { earliestAllowed } from "#messages/schedule/quiet-hours.ts";
import { smsSettingsBody } from "#messages/sms/sms-settings.ts";
import { numberHours } from "./number-hours.ts";
import { zonesToHeed, zonesOfNumber } from "./zones-of-number.ts";

const ZONES = "../shared/cases/phone/libphonenumber-timezones.txt";
const rows = existsSync(ZONES)
  ? readFileSync(ZONES, "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.split("|"))
  : [];

const usual = smsSettingsBody.parse({ senders: [] });
const allowedAt = (at: number, number: string, settings = usual) => {
  const { windows, zones } = numberHours(settings, number, "UTC");
  return earliestAllowed(at, windows, zones);
};
const utc = (hour: number, minute = 0) => Date.UTC(2026, 10, 23, hour, minute);

describe("where a number may lie", () => {
  it.skipIf(rows.length === 0)(`is known by ${rows.length} beginnings`, () => {
    const wrong = rows.filter(([prefix = "", zones = ""]) => {
      const found = new Set(zonesOfNumber(`+${prefix}`));
      const below = rows.filter(([other = ""]) => other.startsWith(prefix));
      const told = new Set(below.flatMap(([, all = ""]) => all.split("&")));
      return !zones.split("&").every((zone) => found.has(zone)) || found.size !== told.size;
    });
    expect(wrong.map(([prefix]) => prefix)).toEqual([]);
  });

  it.each([
    ["+12082015550", ["America/Denver"]],
    ["+12082155550", ["America/Los_Angeles"]],
    ["+12082115550", ["America/Boise", "America/Denver", "America/Los_Angeles"]],
    ["+18505550100", ["America/Chicago", "America/New_York"]],
    ["+442079460000", ["Europe/London"]],
    ["+0", []],
  ])("%s is in %j", (number, zones) => {
    expect([...zonesOfNumber(number)].sort()).toEqual(zones);
  });

  it("is her own zone as well, where somebody told it", () => {
    expect(zonesToHeed("+12125550100", "America/Los_Angeles")).toEqual(["America/New_York", "America/Los_Angeles"]);
    expect(zonesToHeed("+12125550100", "UTC")).toEqual(["America/New_York"]);
    expect(zonesToHeed("+0", "Europe/Paris")).toEqual(["Europe/Paris"]);
  });

  it("is her own zone alone where a number says nothing but its country, and anywhere in it where nobody told hers", () => {
    expect(zonesToHeed("+18005550100", "America/Denver")).toEqual(["America/Denver"]);
    expect(zonesToHeed("+18005550100", "UTC").length).toBeGreaterThan(30);
  });
});

describe("hours for texts", () => {
  it("hold a text back from nine in the evening to eight in the morning, in the strictest zone", () => {
    // Florida's panhandle: eight in Chicago is 14:00 UTC, nine in the evening in New York 02:00.
    expect(allowedAt(utc(13, 30), "+18505550100")).toBe(utc(14));
    expect(allowedAt(utc(14), "+18505550100")).toBe(utc(14));
    expect(allowedAt(utc(1, 59), "+18505550100")).toBe(utc(1, 59));
    expect(allowedAt(utc(2), "+18505550100")).toBe(utc(14));
  });

  it("are stricter for numbers that the vendor names", () => {
    const florida = smsSettingsBody.parse({
      senders: [],
      quietHours: [
        { from: 21 * 60, to: 8 * 60 },
        { from: 20 * 60, to: 8 * 60, numbers: ["+1305", "+1850"] },
      ],
    });
    // 01:30 UTC is half past eight in the evening in New York.
    expect(allowedAt(utc(1, 30), "+13055550100", florida)).toBe(utc(13));
    expect(allowedAt(utc(1, 30), "+12125550100", florida)).toBe(utc(1, 30));
  });
});
