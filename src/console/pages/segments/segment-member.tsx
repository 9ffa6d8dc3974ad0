import type { RuleExplanation } from "#content/explain-rule.ts";
import { instantOf } from "#kernel/calendar.ts";
import { explainMembership } from "#segments/explain-membership.ts";
import { findSegment } from "#segments/segment.ts";
import { Badge } from "#web/pages/badge.tsx";
import { ButtonLink } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type ConsolePage, notFound, type Scene, scenePage } from "#console/scene.tsx";
import { shortNumbers, When } from "#console/words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

const PATH = "/console/segments";

export const segmentMemberPage: ConsolePage = {
  method: "get",
  path: `${PATH}/:code/members/:customer`,
  scope: "customers:read",
  handle: showMember,
};

async function showMember(scene: Scene): Promise<Response> {
  const { deps, context } = scene;
  const code = context.req.param("code") ?? "";
  const customer = context.req.param("customer") ?? "";
  const segment = await findSegment(deps.store, code);
  const found = segment === undefined ? undefined : await explainMembership(deps, { code, customer });
  if (segment === undefined || found?.ok !== true) return notFound(scene);
  const { isMember, enteredAt, holdsNow, explanation } = found.value;
  const title = `${customer} ${isMember ? "is in" : "is not in"} “${segment.title}”`;
  const content = (
    <>
      <PageHeader
        title={title}
        lead={
          enteredAt === null ? undefined : (
            <>
              Since <When at={instantOf(enteredAt)} />.
            </>
          )
        }
        parent={{ href: `${PATH}/${code}`, label: segment.title }}
        actions={<ButtonLink href={`/console/customers/${encodeURIComponent(customer)}`}>The customer</ButtonLink>}
      />
      <div class="stack">
        {isMember === holdsNow ? null : (
          <Flash tone="info" title={holdsNow ? "The rule holds for her by now." : "The rule holds for her no more."}>
            The next turn of the clockwork {holdsNow ? "brings her in" : "takes her out"}.
          </Flash>
        )}
        <Card title="Each condition, as it is now">
          <Explanation explanation={explanation} />
        </Card>
      </div>
    </>
  );
  return scenePage(scene, { title, current: PATH }, content);
}

const groupWords = { all: "All of these", any: "At least one of these", none: "Not this" };

function Explanation({ explanation }: { readonly explanation: RuleExplanation }) {
  const answer = <Badge tone={explanation.holds ? "good" : "bad"} label={explanation.holds ? "holds" : "does not"} />;
  if (explanation.kind === "condition") {
    return (
      <div class="stack-tight">
        <div class="row">
          {answer} <code>{explanation.text}</code>
        </div>
        <Pairs
          items={explanation.found
            .filter(({ what }) => what !== explanation.text)
            .map(({ what, value }) => [
              <code>{what}</code>,
              value === undefined ? <span class="quiet">not known</span> : shortNumbers(value),
            ])}
        />
      </div>
    );
  }
  return (
    <div class="stack-tight">
      <div class="row">
        {answer} <strong>{groupWords[explanation.kind]}</strong>
      </div>
      <ul class="stack branch">
        {explanation.parts.map((part) => (
          <li>
            <Explanation explanation={part} />
          </li>
        ))}
      </ul>
    </div>
  );
}
