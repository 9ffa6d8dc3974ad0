import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const ROOT_KEY = "A".repeat(43);
const REAL = {
  ROOT_KEY,
  PUBLIC_URL: "https://news.vendor.example",
  SMTP_HOST: "smtp.vendor.example",
  SENDING_DOMAIN: "mail.vendor.example",
  BOUNCE_DOMAIN: "bounce.vendor.example",
};
const faultsOf = (environment: Readonly<Record<string, string>>) => {
  const read = readConfig(environment);
  return read.ok ? [] : read.error;
};
const namesOf = (environment: Readonly<Record<string, string>>) =>
  faultsOf(environment).map((fault) => fault.slice(0, fault.indexOf(":")));

describe("the configuration", () => {
  it("sends nothing in the name of a domain that was not said to be the vendor's", () => {
    const { SENDING_DOMAIN: _, BOUNCE_DOMAIN: __, ...undomained } = REAL;
    expect(faultsOf(undomained)).toEqual([
      expect.stringMatching(/^SENDING_DOMAIN: Set it to the domain that you send from/),
      expect.stringMatching(/^BOUNCE_DOMAIN: Set it to the domain of yours/),
    ]);
    expect(faultsOf({ ROOT_KEY })).toEqual([]);
    expect(faultsOf(REAL)).toEqual([]);
  });

  it("lets readers elsewhere come by https only, and mail to them never leads to this machine", () => {
    for (const PUBLIC_URL of [
      "http://news.vendor.example",
      "http://192.0.2.7:8787",
      "http://127.0.0.1.vendor.example",
    ]) {
      expect([PUBLIC_URL, namesOf({ ...REAL, PUBLIC_URL })]).toEqual([PUBLIC_URL, ["PUBLIC_URL"]]);
      expect(namesOf({ ROOT_KEY, PUBLIC_URL })).toEqual(["PUBLIC_URL"]);
    }
    for (const PUBLIC_URL of ["http://127.0.0.1:80", "http://localhost:8787", "http://[::1]:1", ""]) {
      expect(namesOf({ ROOT_KEY, PUBLIC_URL })).toEqual([]);
      expect(namesOf({ ...REAL, PUBLIC_URL })).toEqual(["PUBLIC_URL"]);
      expect(namesOf({ ...REAL, PUBLIC_URL, SMTP_SECURITY: "none" })).toEqual([]);
    }
  });

  it("takes the product pages as the front door where none is named", () => {
    const homeOf = (words: Record<string, string>) => {
      const read = readConfig({ ...REAL, ...words });
      return read.ok ? read.value.HOME_URL : read.error;
    };
    expect(homeOf({})).toBe("https://news.vendor.example/products");
    expect(homeOf({ PUBLIC_URL: "https://news.vendor.example/" })).toBe("https://news.vendor.example/products");
    expect(homeOf({ HOME_URL: "https://vendor.example/" })).toBe("https://vendor.example/");
  });

  it("tells all faults at once, each by its name and with what to do, and never a value", () => {
    const faults = faultsOf({
      ROOT_KEY: "canary-short",
      PUBLIC_URL: "http://canary.vendor.example",
      PORT: "canary",
      SMTP_HOST: "smtp.vendor.example",
      DKIM_SELECTOR: "canary",
      SMTP_PASSWORD: "canary",
      OPERATOR_EMAIL: "canary",
    });
    expect(faults.map((fault) => fault.slice(0, fault.indexOf(":"))).toSorted()).toEqual([
      "BOUNCE_DOMAIN",
      "DKIM_PRIVATE_KEY",
      "OPERATOR_EMAIL",
      "OPERATOR_PASSWORD",
      "PORT",
      "PUBLIC_URL",
      "ROOT_KEY",
      "SENDING_DOMAIN",
      "SMTP_USERNAME",
    ]);
    for (const fault of faults) expect(fault).toMatch(/^[A-Z_]+: [A-Z].*[a-z].*\.$/);
    expect(faults.join()).not.toContain("canary");
    expect(faultsOf({})).toEqual([expect.stringMatching(/^ROOT_KEY: .*32 random bytes/)]);
  });
});
