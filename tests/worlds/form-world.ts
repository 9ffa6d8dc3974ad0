import { Hono } from "hono";
import type { ConfirmationMail } from "#customers/forms/form-deps.ts";
import type { FormDefinition } from "#customers/forms/form-definition.ts";
import type { FormPageDeps } from "#customers/forms/pages/form-page-deps.ts";
import { mountForms } from "#customers/forms/pages/mount-forms.ts";
import { putForm, type PutFormDeps } from "#customers/forms/put-form.ts";
import { type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";
import { mountAssets } from "#web/pages/assets.ts";

const FORM_NOW = Date.UTC(2026, 10, 22, 9, 0);
const FORM_ORIGIN = "https://news.shop.example";
const actor = { kind: "operator", id: "op" } as const;

export type FormWorld = {
  readonly app: Hono;
  readonly deps: FormPageDeps & PutFormDeps;
  readonly store: Store;
  readonly clock: ManualClock;
  /** What addresses were asked. */
  readonly mails: ConfirmationMail[];
  /** Where the next requests come from. */
  from: string;
  readonly put: (code: string, definition: FormDefinition) => Promise<void>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Opened>;
  readonly post: (path: string, fields: Fields) => Promise<Opened>;
  /** Opens a form as a browser does, waits a while and sends all its answers at once. */
  readonly fill: (path: string, answers: Readonly<Record<string, string | readonly string[]>>) => Promise<Opened>;
};

type Fields = ReadonlyArray<readonly [name: string, value: string]>;
export type Opened = { readonly status: number; readonly text: string; readonly headers: Headers };

/** Forms on their pages, with a mailbox that remembers. Nothing here opens a file, so that it runs on every runtime. */
export async function formWorld(store: Store): Promise<FormWorld> {
  const clock = manualClock(FORM_NOW);
  const secret = secretFrom(new Uint8Array(32).fill(7));
  const mails: ConfirmationMail[] = [];
  let step = 0;
  const app = new Hono();
  const world: FormWorld = {
    app,
    store,
    clock,
    mails,
    from: "192.0.2.7",
    deps: {
      store,
      clock,
      secret,
      ids: idsFrom(clock, (count) => Uint8Array.from({ length: count }, () => (step += 7) % 256)),
      defaultCountry: "DE",
      projectors: [affinityProjector()],
      mergers: [],
      timer: { after: () => () => undefined },
      publicUrl: FORM_ORIGIN,
      brand: async () => ({ name: "The Shop" }),
      canConfirm: async () => true,
      frameHosts: async () => ["shop.example"],
      addressOf: () => world.from,
      sendConfirmation: async (mail) => {
        mails.push(mail);
        return "sent";
      },
    },
    put: async (code, definition) => {
      const made = await putForm({ deps: world.deps, actor, code, input: { state: "live", definition } });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
    },
    get: async (path, headers = {}) => opened(await app.request(`${FORM_ORIGIN}${path}`, { headers })),
    post: async (path, fields) =>
      opened(
        await app.request(`${FORM_ORIGIN}${path}`, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
        }),
      ),
    fill: async (path, answers) => {
      const page = await world.get(path);
      clock.advance(5_000);
      const typed = Object.entries(answers).flatMap(([name, given]) =>
        [given].flat().map((value) => [`a.${name}`, value] as const),
      );
      return world.post(path, [["token", tokenIn(page.text)], ["step", "10"], ["act", "next"], ...typed]);
    },
  };
  mountAssets(app);
  mountForms(app, world.deps);
  return world;
}

async function opened(answer: Response): Promise<Opened> {
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

export function tokenIn(page: string): string {
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
}
