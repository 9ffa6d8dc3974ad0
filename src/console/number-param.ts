import type { Scene } from "./scene.tsx";

/** A number in a page's path; −1, which nothing has, for whatever is no whole number. */
export function numberParam({ context }: Pick<Scene, "context">, name: string): number {
  const text = context.req.param(name) ?? "";
  return /^\d{1,12}$/.test(text) ? Number(text) : -1;
}
