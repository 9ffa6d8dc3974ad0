import { describe, expect, it } from "vitest";
import { sniffImage } from "./sniff-image.ts";

function bytesOf(...parts: ReadonlyArray<string | readonly number[]>): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
}

const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const png = (width: number, height: number) =>
  bytesOf("\u0089PNG\r\n\u001a\n", u32(13), "IHDR", u32(width), u32(height), [8, 6, 0, 0, 0]);

describe("the kind and size of a picture", () => {
  it("come from its header, whatever it is called", () => {
    expect(sniffImage(png(3, 40_000))).toEqual({ kind: "png", width: 3, height: 40_000 });
    const jpeg = bytesOf([0xff, 0xd8, 0xff, 0xe1, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 17, 8, 0, 200, 1, 44, 3, 0, 0, 0]);
    expect(sniffImage(jpeg)).toEqual({ kind: "jpeg", width: 300, height: 200 });
    const extended = bytesOf("RIFF", u32(0), "WEBPVP8X", u32(0), [0, 0, 0, 0, 255, 63, 0, 1, 0, 0], [0, 0]);
    expect(sniffImage(extended)).toEqual({ kind: "webp", width: 16_384, height: 2 });
    const avif = bytesOf(u32(24), "ftypavif", u32(0), "mif1avif", u32(20), "ispe", u32(0), u32(640), u32(480));
    expect(sniffImage(avif)).toEqual({ kind: "avif", width: 640, height: 480 });
  });

  it("are those of a bomb before anything is decoded", () => {
    expect(sniffImage(png(60_000, 60_000))).toEqual({ kind: "png", width: 60_000, height: 60_000 });
  });

  it("are refused where a marker without a length would hide another frame from who gives it one", () => {
    const frame = (side: number) => [0xff, 0xc0, 0, 17, 8, side >> 8, side & 255, side >> 8, side & 255, 3, 0, 0, 0];
    const rest = Array.from({ length: 40 }, () => 0);
    for (const marker of [0x01, 0xd0, 0xd3, 0xd7, 0xd8, 0x02, 0xbf, 0xc8, 0xf0, 0x00]) {
      // A decoder goes on behind the two bytes of the marker and comes to the large frame first.
      const hidden = bytesOf([0xff, 0xd8, 0xff, marker], frame(14_000), rest, frame(8), rest);
      expect([marker, sniffImage(hidden)]).toEqual([marker, "damaged"]);
      const jumped = bytesOf([0xff, 0xd8, 0xff, marker, 0, 15], frame(14_000), frame(8), rest);
      expect([marker, sniffImage(jumped)]).toEqual([marker, "damaged"]);
    }
    for (const length of [0, 1])
      expect(sniffImage(bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, length], frame(8), rest))).toBe("damaged");
  });

  it("are none where it is no picture, or where the header is cut", () => {
    expect(sniffImage(bytesOf('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe("svg");
    expect(sniffImage(bytesOf("  <SVG onload=alert(1)>                  "))).toBe("svg");
    expect(sniffImage(bytesOf("GIF89a                 "))).toBe("gif");
    expect(sniffImage(bytesOf("<html><body>Not found</body></html>"))).toBe("unknown");
    expect(sniffImage(new Uint8Array(0))).toBe("unknown");
    expect(sniffImage(png(0, 5))).toBe("damaged");
    for (let length = 16; length < 24; length += 1) expect(sniffImage(png(3, 3).subarray(0, length))).toBe("damaged");
    expect(sniffImage(bytesOf([0xff, 0xd8, 0xff, 0xda], "            "))).toBe("damaged");
    expect(sniffImage(bytesOf("RIFF", u32(0), "WEBPVP8 ", u32(0)))).toBe("damaged");
    expect(sniffImage(bytesOf(u32(24), "ftypavif", u32(0), "mif1"))).toBe("damaged");
  });
});
