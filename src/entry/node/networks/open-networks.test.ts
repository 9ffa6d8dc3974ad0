import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openNetworks } from "./open-networks.ts";
import { writeMmdb } from "./write-mmdb.fixture.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "networks-"));
  file = join(folder, "networks.mmdb");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (lines: Parameters<typeof writeMmdb>[1], type = "GeoLite2-ASN") =>
  writeFileSync(file, writeMmdb(type, lines));

describe("a list of networks", () => {
  test("names the autonomous system of an address, as a number or as IPinfo's word", () => {
    write([
      { network: "40.94.0.0/16", says: { autonomous_system_number: 8075, autonomous_system_organization: "Example" } },
      { network: "150.70.64.0/18", says: { asn: "AS16880" } },
    ]);
    const networks = openNetworks(file);
    expect(networks.numberOf("40.94.12.9")).toBe(8075);
    expect(networks.numberOf("::ffff:40.94.12.9")).toBe(8075);
    expect(networks.numberOf("150.70.100.1")).toBe(16_880);
  });

  test.each(["40.95.0.1", "10.0.0.1", "2001:db8::1", "not an address", "", "40.94.12.9, 10.0.0.1"])(
    "knows nothing of '%s' and says so",
    (address) => {
      write([{ network: "40.94.0.0/16", says: { autonomous_system_number: 8075 } }]);
      expect(openNetworks(file).numberOf(address)).toBeUndefined();
    },
  );

  test("is read again once it is replaced; one that can't be read leaves the former in use", () => {
    write([{ network: "40.94.0.0/16", says: { autonomous_system_number: 8075 } }]);
    const networks = openNetworks(file);
    expect(networks.refresh()).toBe("same");

    write([{ network: "40.94.0.0/16", says: { autonomous_system_number: 64_500 } }]);
    utimesSync(file, 1_900_000_000, 1_900_000_000);
    expect(networks.refresh()).toBe("renewed");
    expect(networks.numberOf("40.94.12.9")).toBe(64_500);

    writeFileSync(file, "half of a");
    expect(networks.refresh()).toBe("unreadable");
    expect(networks.numberOf("40.94.12.9")).toBe(64_500);
  });

  test("of another kind, or no list at all, is refused by name", () => {
    write([{ network: "40.94.0.0/16", says: { autonomous_system_number: 8075 } }], "GeoLite2-City");
    expect(() => openNetworks(file)).toThrow(/no autonomous system numbers: it is a GeoLite2-City database/);
    writeFileSync(file, "a text");
    expect(() => openNetworks(file)).toThrow(/./);
    expect(() => openNetworks(join(folder, "absent.mmdb"))).toThrow(/ENOENT/);
  });
});
