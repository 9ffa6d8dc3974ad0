import type { Child } from "hono/jsx";
import { Button, ButtonLink } from "#web/pages/button.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { PageHeader } from "#web/pages/page-header.tsx";
import { type Brand, PublicShell } from "#web/pages/public-shell.tsx";
import type { AnswerFaults } from "#customers/forms/check-answers.ts";
import type { FormDefinition, FormField } from "#customers/forms/form-definition.ts";
import { pickWords } from "#customers/forms/pick-words.ts";
import { pageScriptPath } from "#customers/forms/kiosk/kiosk-scripts.ts";
import { answerName, TRAP, type Typed } from "#customers/forms/read-submission.ts";
import { formWords, type FormWords } from "./form-words.ts";
import { formStep, StepFields } from "./step-fields.tsx";

/** How a page is shown: in whose name, in which language, and where its form goes. */
export type FormFrame = {
  readonly brand: Brand;
  readonly locale: string;
  /** The page's own address: its form posts there. */
  readonly path: string;
  /** A device in a shop: large, and without ways out. */
  readonly isKiosk: boolean;
  /** Of a registered device: what its worker keeps for the time without a network. */
  readonly device?:
    | { readonly state: "online" | "offline"; readonly offlinePath: string; readonly thanksPath: string }
    | undefined;
  /** Of a preview: what it is, and the way back. */
  readonly preview?: { readonly words: string; readonly backHref: string; readonly back: string } | undefined;
};

export type FormPageProps = {
  readonly frame: FormFrame;
  readonly form: FormDefinition;
  readonly token: string;
  readonly step: number;
  readonly typed: Typed;
  readonly faults: AnswerFaults;
  /** Why the page is here again, where it is not for an answer. */
  readonly notice?: "trapped" | "fast" | "stale" | "busy" | undefined;
};

/** One step of a form. What was answered on others rides along, so that nothing is lost and nothing is kept before it is sent. */
export function FormPage({ frame, form, token, step, typed, faults, notice }: FormPageProps) {
  const { locale } = frame;
  const words = formWords(locale);
  const say = (text: Readonly<Record<string, string>>) => pickWords(text, locale, form.locale);
  const { shown, place, steps, isEnd } = formStep(form, typed, step);
  return (
    <FormShell frame={frame} title={say(form.title)} words={words}>
      <PageHeader
        title={say(form.title)}
        lead={place === 0 && form.intro !== undefined ? say(form.intro) : undefined}
      />
      {notice === undefined ? null : <Flash tone="warn" title={words[notice]} />}
      <FaultSummary faults={faults} shown={shown} words={words} say={say} />
      {steps < 2 ? null : <Progress now={place + 1} of={steps} words={words} />}
      <form class="form" method="post" action={frame.path} novalidate>
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="step" value={String(step)} />
        <div hidden>
          <label>
            {words.trap} <input name={TRAP} value="" autocomplete="off" tabindex={-1} />
          </label>
        </div>
        <StepFields form={form} shown={shown} locale={locale} words={words} typed={typed} faults={faults} />
        <Buttons frame={frame} hasBack={place > 0} words={words}>
          {isEnd ? (form.submit === undefined ? words.send : say(form.submit)) : words.next}
        </Buttons>
      </form>
    </FormShell>
  );
}

type ButtonsProps = {
  readonly frame: FormFrame;
  readonly hasBack: boolean;
  readonly words: FormWords;
  readonly children?: Child;
};

function Buttons({ frame, hasBack, words, children }: ButtonsProps) {
  return (
    <div class="row">
      <Button look="primary" name="act" value="next">
        {children}
      </Button>
      {hasBack ? (
        <Button name="act" value="back">
          {words.back}
        </Button>
      ) : null}
      {frame.isKiosk ? (
        <ButtonLink href={frame.path} look="quiet">
          {words.restart}
        </ButtonLink>
      ) : null}
    </div>
  );
}

type ShellProps = {
  readonly frame: FormFrame;
  readonly title: string;
  readonly words: FormWords;
  readonly children?: Child;
};

/** A device in a shop leads nowhere else: no link stands in its frame but the form's own. */
export function FormShell({ frame, title, words, children }: ShellProps) {
  const { brand } = frame;
  const shown = frame.isKiosk ? { name: brand.name, colour: brand.colour, homeUrl: frame.path } : brand;
  return (
    <PublicShell lang={frame.locale} title={title} brand={shown} isNarrow skipLabel={words.skip}>
      {frame.preview === undefined ? null : (
        <Flash tone="info" title={frame.preview.words}>
          {" "}
          <a href={frame.preview.backHref}>{frame.preview.back}</a>
        </Flash>
      )}
      <DeviceBox frame={frame} words={words}>
        {children}
      </DeviceBox>
    </PublicShell>
  );
}

function DeviceBox({ frame: { isKiosk, device }, words, children }: Omit<ShellProps, "title">) {
  if (device === undefined) return <div class={isKiosk ? "kiosk stack" : "stack"}>{children}</div>;
  return (
    <div class="kiosk stack" data-kiosk={device.state} data-page={device.offlinePath} data-thanks={device.thanksPath}>
      {children}
      <p class="hint" role="status" data-held="" hidden>
        {words.held}: <span data-count="" />
      </p>
      <script src={pageScriptPath} defer></script>
    </div>
  );
}

function Progress({ now, of, words }: { readonly now: number; readonly of: number; readonly words: FormWords }) {
  return (
    <p class="hint">
      <progress max={of} value={now} aria-label={words.step(now, of)} /> {words.step(now, of)}
    </p>
  );
}

type SummaryProps = {
  readonly faults: AnswerFaults;
  readonly shown: readonly FormField[];
  readonly words: FormWords;
  readonly say: (text: Readonly<Record<string, string>>) => string;
};

export function FaultSummary({ faults, shown, words, say }: SummaryProps) {
  const faulty = shown.filter(({ name }) => faults[name] !== undefined);
  if (faulty.length === 0) return <></>;
  return (
    <Flash tone="bad" title={words.faults}>
      <ul>
        {faulty.map(({ name, label }) => {
          const fault = faults[name];
          return (
            <li>
              <a href={`#field-${answerName(name)}`}>{say(label)}</a>
              {fault === undefined ? "" : `: ${words.fault(fault)}`}
            </li>
          );
        })}
      </ul>
    </Flash>
  );
}
