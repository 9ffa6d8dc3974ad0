import { ButtonLink } from "#web/pages/button.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { When } from "#console/words.tsx";
import { webhooksPath } from "./webhook-words.tsx";

export type SecretOnceProps = {
  readonly id: string;
  readonly secret: string;
  /** Until then the one before it signs too. */
  readonly oldUntil?: number;
};

const check = `import { Webhook } from "standardwebhooks";

const event = new Webhook(process.env.JUMPSTATION_SECRET)
  .verify(await request.text(), Object.fromEntries(request.headers));`;

/** The one page that ever shows an endpoint's secret. */
export function SecretOnce({ id, secret, oldUntil }: SecretOnceProps) {
  return (
    <>
      <PageHeader
        title="Signing secret"
        lead="What the receiver checks every event with."
        parent={{ href: webhooksPath, label: "Webhooks" }}
      />
      <Flash tone="warn" title="Copy the secret now. It is shown this once.">
        {oldUntil === undefined ? (
          "Whoever loses it asks for a new one."
        ) : (
          <>
            Until <When at={oldUntil} /> both this one and the one before it sign.
          </>
        )}
      </Flash>
      <div class="stack prose">
        <CodeBlock caption="Secret: one click marks all of it" code={secret} isToCopy />
        <CodeBlock caption="In the receiver, with any library of Standard Webhooks" code={check} />
        <p>
          Answer with a status of 2xx within 20 seconds, and remember <code>webhook-id</code>: an event may come more
          than once.
        </p>
        <ButtonLink href={`${webhooksPath}/${id}`}>I have copied it</ButtonLink>
      </div>
    </>
  );
}
