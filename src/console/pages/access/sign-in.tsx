import type { Context, Hono } from "hono";
import { SESSION_IDLE_MS } from "#access/find-session.ts";
import { signIn } from "#access/sign-in.ts";
import { signOut } from "#access/sign-out.ts";
import { MINUTE_MS } from "#kernel/clock.ts";
import { readForm } from "#me/read-form.ts";
import { Button } from "#web/pages/button.tsx";
import { Document } from "#web/pages/document.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { pageResponse } from "#web/pages/page-response.ts";
import { TextField } from "#web/pages/text-field.tsx";
import type { ConsoleDeps } from "#console/console-deps.ts";
import { seeOther, signInPath } from "#console/scene.tsx";

/** The only pages of the console that nobody has to be signed in for. */
export function mountSignIn(app: Hono, deps: ConsoleDeps): void {
  app.get(signInPath, (context) => page(deps, startOf(context)));
  app.post(signInPath, (context) => begin(deps, context));
  app.post("/console/sign-out", (context) => end(deps, context));
}

/** Only our own pages: an address of somebody else after a sign-in would look like ours. */
function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(console|mailbox)(?:[/?][\w\-./?=&%+:]*)?$/.test(path) && !path.includes("//")
    ? path
    : "/console";
}

function startOf({ req }: Context): Shown {
  return { next: ownPath(req.query("next")), hasEnded: req.query("ended") === "1" };
}

type Shown = {
  readonly next: string;
  readonly email?: string;
  readonly fault?: string;
  readonly status?: number;
  readonly hasEnded?: boolean;
};

async function page(
  deps: ConsoleDeps,
  { next, email, fault, status = 200, hasEnded = false }: Shown,
): Promise<Response> {
  const content = (
    <Document lang="en" title="Sign in · Jumpstation" bodyClass="public">
      <header class="top">
        <span class="brand">{await deps.vendorName()}</span>
      </header>
      <main id="content">
        <div class="narrow">
          <PageHeader title="Sign in" lead="For the people who run this programme." />
          {hasEnded ? (
            <Flash title="You were signed out.">
              A session ends after {String(SESSION_IDLE_MS / MINUTE_MS)} minutes without use, and after a working day.
            </Flash>
          ) : null}
          {fault === undefined ? null : <Flash tone="bad" title={fault} />}
          <form class="form" method="post" action={signInPath}>
            <input type="hidden" name="next" value={next} />
            <TextField name="email" label="E-mail" type="email" autocomplete="username" value={email} isRequired />
            <TextField name="password" label="Password" type="password" autocomplete="current-password" isRequired />
            <Button look="primary" isWide>
              Sign in
            </Button>
          </form>
        </div>
      </main>
    </Document>
  );
  return pageResponse(content, { status, isHttps: deps.publicUrl.startsWith("https:") });
}

async function begin(deps: ConsoleDeps, context: Context): Promise<Response> {
  const shape = { next: "one", email: "one", password: "one" } as const;
  const fields = await readForm(context.req.raw, { timer: deps.timer, shape });
  if (!fields.ok) return page(deps, { next: "/console", fault: "Please send the form again.", status: 400 });
  const next = ownPath(fields.value.one("next"));
  const email = fields.value.one("email");
  const started = await signIn(deps.signIn, context.req.raw, { email, password: fields.value.one("password") });
  if (started.ok) return seeOther(next, started.value);
  const { code, detail, retryAfterSeconds } = started.error;
  const fault =
    code === "too_many_requests"
      ? `Too many tries. Wait ${retryAfterSeconds ?? 60} seconds.`
      : (detail ?? "That did not work.");
  const status = code === "too_many_requests" ? 429 : code === "forbidden" ? 403 : 401;
  return page(deps, { next, email, fault, status });
}

async function end(deps: ConsoleDeps, context: Context): Promise<Response> {
  const ended = await signOut(deps.signIn, context.req.raw);
  if (!ended.ok) return page(deps, { next: "/console", fault: "The form came from another site.", status: 403 });
  return seeOther(signInPath, ended.value);
}
