import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { wasmCodecs } from "#entry/images/wasm-codecs.ts";
import { codecModules } from "#entry/node/images/codec-modules.ts";
import { folderImages } from "#entry/node/images/folder-images.ts";
import { openImageThread } from "#entry/node/images/open-image-thread.ts";
import { systemTimer } from "#entry/runtime.ts";
import { r2Images } from "#entry/worker/images/r2-images.ts";
import { tableImages } from "#catalogue/images/table-images.ts";
import { freshStore } from "../worlds/fresh-store.ts";
import { codecsContract, drawing, hostedImagesContract, imageStoreContract } from "./images.contract.ts";

const codecs = wasmCodecs(codecModules());
codecsContract("Node", async () => codecs);
hostedImagesContract("libSQL", () => freshStore());

describe("a place for pictures", () => {
  imageStoreContract("the database", async () => tableImages(await freshStore()));
  imageStoreContract("a folder", async () => folderImages(mkdtempSync(join(tmpdir(), "images-"))));
  imageStoreContract("a bucket", async () => {
    const kept = new Map<string, Uint8Array>();
    return r2Images({
      put: async (name: string, body: Uint8Array) => void kept.set(name, body),
      get: async (name: string) => {
        const body = kept.get(name);
        return body === undefined ? null : { arrayBuffer: async () => Uint8Array.from(body).buffer };
      },
    } as never);
  });

  it("that is a folder has only whole files, each under the beginning of its hash", async () => {
    const folder = mkdtempSync(join(tmpdir(), "images-"));
    const name = "abcdef00000000000000000000000000-640.jpg";
    await folderImages(folder).put(name, Uint8Array.of(1));
    expect(existsSync(join(folder, "ab", name))).toBe(true);
    expect(readdirSync(join(folder, "ab"))).toEqual([name]);
  });
});

describe("the thread of pictures", () => {
  it("works on them one after the other, refuses what is none, and ends when it is told", async () => {
    const thread = openImageThread(systemTimer);
    const jpeg = await codecs.encode("jpg", drawing(200, 100));
    const answers = await Promise.all([jpeg, Buffer.from("nothing of the kind"), jpeg].map(thread.renderImage));
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    const [first] = answers;
    expect(first?.ok === true && first.value.files.length).toBe(6);
    await thread.close();
    expect((await thread.renderImage(jpeg)).ok).toBe(true);
    await thread.close();
  });
});
