import { access, constants, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Machine } from "#entry/doctor/patient.ts";
import { ownFile } from "#entry/own-file.ts";

/** The computer under Node. It is looked at and left as it was. */
export const nodeMachine: Machine = {
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(await nearest(path));
    return bavail * bsize;
  },
  sizeOf: async (path) => (await statOf(path))?.size,
  canWrite: async (folder) => {
    const there = await nearest(folder);
    try {
      await access(there, constants.W_OK | constants.X_OK);
    } catch {
      return false;
    }
    return (await stat(there)).isDirectory();
  },
  isSameDisk: async (one, other) => (await stat(await nearest(one))).dev === (await stat(await nearest(other))).dev,
  holderOf: async (path) => {
    // Where nobody ever locked it there is nothing to ask, and asking would make the lock's file.
    if ((await statOf(`${path}.lock`)) === undefined) return undefined;
    const owner = await ownFile(path);
    if ("heldBy" in owner) return owner.heldBy;
    await owner.release();
    return undefined;
  },
};

async function statOf(path: string) {
  return stat(path).catch(() => undefined);
}

/** The path itself, or what of it is there already. */
async function nearest(path: string): Promise<string> {
  for (let at = resolve(path); ; at = dirname(at)) {
    if ((await statOf(at)) !== undefined || at === dirname(at)) return at;
  }
}
