/** The runtime's own module; the types of @cloudflare/workers-types would replace the Web's for the whole project. */
declare module "cloudflare:workers" {
  /** Keeps the current event alive until the promise settles, at most 30 s after its answer. */
  export function waitUntil(promise: Promise<unknown>): void;
  /** What wrangler.toml binds. */
  export const env: Readonly<Record<string, unknown>>;
}
