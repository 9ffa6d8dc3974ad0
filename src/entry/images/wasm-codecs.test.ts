import { describe, expect, it } from "vitest";
import { codecModules } from "#entry/node/images/codec-modules.ts";
import { wasmCodecs } from "./wasm-codecs.ts";

const MEBIBYTE = 1_048_576;

describe("a decoder", () => {
  it("whose picture is larger than its header said gives up at its bound, and the next picture is read", async () => {
    const codecs = wasmCodecs(codecModules(), { memoryBytes: 64 * MEBIBYTE });
    const small = await codecs.encode("jpg", { data: new Uint8ClampedArray(16 * 16 * 4), width: 16, height: 16 });
    const bomb = Buffer.from(small);
    const frame = Math.max(...[0xc0, 0xc2].map((marker) => bomb.indexOf(Buffer.from([0xff, marker]))));
    bomb.writeUInt16BE(6_000, frame + 5);
    bomb.writeUInt16BE(6_000, frame + 7);
    const outcome = await codecs.decode("jpeg", bomb).then(
      () => "decoded",
      () => "given up",
    );
    expect(outcome).toBe("given up");
    bomb.writeUInt16BE(64, frame + 5);
    bomb.writeUInt16BE(64, frame + 7);
    expect(await codecs.decode("jpeg", bomb)).toMatchObject({ width: 64, height: 64 });
    expect(await codecs.decode("jpeg", small)).toMatchObject({ width: 16, height: 16 });
  });
});
