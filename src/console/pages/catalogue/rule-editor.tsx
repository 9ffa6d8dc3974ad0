import type { VendorRuleView } from "#catalogue/rules/vendor-rule-row.ts";
import type { RuleFault } from "#content/rule-fault.ts";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { RadioCards } from "#web/pages/choice-fields.tsx";
import { CodeBlock } from "#web/pages/code-block.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { TextArea } from "#web/pages/text-field.tsx";
import { instantOf } from "#kernel/calendar.ts";
import { When } from "#console/words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

export type RuleEditorProps = {
  readonly rule: VendorRuleView;
  readonly draft: {
    readonly when: string;
    readonly state: "live" | "off";
    readonly faults: readonly RuleFault[];
    readonly said?: "saved" | "fine" | undefined;
  };
  readonly mayWrite: boolean;
};

/** A rule's source, and what the vendor's vocabulary says to it, at the place. */
export function RuleEditor({ rule, draft, mayWrite }: RuleEditorProps) {
  return (
    <div class="columns">
      <div class="stack">
        <Said draft={draft} />
        {mayWrite ? <Editor rule={rule} draft={draft} /> : <CodeBlock caption="Source (CEL)" code={rule.when} />}
      </div>
      <Card title="As it stands">
        <Pairs
          items={[
            ["Kind", `${rule.kind}${strengthOf(rule)}`],
            ["Slots", rule.slots.length === 0 ? "every slot" : rule.slots.join(", ")],
            ["Priority", String(rule.priority)],
            ["From", rule.startsAt === null ? "always" : <When at={instantOf(rule.startsAt)} />],
            ["Until", rule.endsAt === null ? "always" : <When at={instantOf(rule.endsAt)} />],
            ["Version", String(rule.version)],
            ["Changed", <When at={instantOf(rule.updatedAt)} />],
          ]}
        />
      </Card>
    </div>
  );
}

export function strengthOf({ factor, position, percent }: VendorRuleView): string {
  if (factor !== undefined) return `\u00a0×\u00a0${factor}`;
  if (position !== undefined) return ` to place ${position}`;
  return percent === undefined ? "" : ` ${percent} %`;
}

function Said({ draft }: Pick<RuleEditorProps, "draft">) {
  if (draft.faults.length > 0) {
    return (
      <Flash tone="bad" title="The rule is not understood. Nothing was changed.">
        <ul class="stack-tight">
          {draft.faults.map((fault) => (
            <li>
              Line {String(fault.line)}, column {String(fault.column)}: {fault.message}
            </li>
          ))}
        </ul>
      </Flash>
    );
  }
  if (draft.said === "saved") return <Flash tone="good" title="Saved. It holds from the next choice on." />;
  return draft.said === "fine" ? <Flash tone="good" title="The rule is understood. It is not saved yet." /> : <></>;
}

function Editor({ rule, draft }: Pick<RuleEditorProps, "rule" | "draft">) {
  const [first] = draft.faults;
  return (
    <form class="form" method="post" action={`/console/rules/${rule.name}`}>
      <TextArea
        name="when"
        label="Source (CEL)"
        hint="Over customer, product and context; did(), daysSince() and affinity() ask what happened."
        value={draft.when}
        rows={6}
        isCode
        maxLength={4_000}
        error={first === undefined ? undefined : first.message}
      />
      {draft.faults.map((fault) => (
        <FaultyPlace source={draft.when} fault={fault} />
      ))}
      <RadioCards
        name="state"
        legend="State"
        isSideBySide
        value={draft.state}
        options={[
          { value: "live", label: "Live" },
          { value: "off", label: "Off", hint: "It stays here, and no choice asks it." },
        ]}
      />
      <div class="row">
        <Button look="primary" name="act" value="save">
          Save
        </Button>
        <Button name="act" value="check">
          Check only
        </Button>
      </div>
    </form>
  );
}

/** The line with the place under it, as compilers show it. */
export function FaultyPlace({ source, fault }: { readonly source: string; readonly fault: RuleFault }) {
  const line = source.split(/\r\n|\r|\n/)[fault.line - 1] ?? "";
  const width = Math.max(1, Math.min(fault.end - fault.start, line.length - fault.column + 1));
  const marks = `${" ".repeat(fault.column - 1)}${"^".repeat(width)}`;
  return <CodeBlock caption={`Line ${fault.line}`} code={`${line}\n${marks} ${fault.message}`} />;
}
