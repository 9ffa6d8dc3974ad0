import { devicesPath, devicesScriptPath } from "#me/push/push-scripts.ts";
import type { PushDevice } from "#customers/push/push-device.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { EmptyState } from "#web/pages/empty-state.tsx";
import { Flash } from "#web/pages/flash.tsx";
import { type OwnFrame, OwnShell } from "./own-shell.tsx";
import { sayDay } from "./say-when.ts";

/** A browser of hers with the digest by which a browser finds itself in the list. */
export type ShownDevice = PushDevice & { readonly mark: string };

export type DevicesPageProps = {
  readonly frame: OwnFrame;
  readonly formToken: string;
  readonly zone: string;
  readonly devices: readonly ShownDevice[];
  /** The sender's key that a new subscription is made with. */
  readonly publicKey: string;
  /** Whether her word for notices stands. */
  readonly isHeard: boolean;
  readonly isRefused: boolean;
  readonly flash?: string | undefined;
};

/** What notices are, before any browser asks; the switch for this browser; and every device that shows them. */
export function DevicesPage(props: DevicesPageProps) {
  const { frame, formToken, devices, isHeard, isRefused, flash } = props;
  const words = frame.own.devices;
  const isSilent = !isHeard && devices.some(({ goneAt }) => goneAt === null);
  return (
    <OwnShell frame={frame} formToken={formToken} title={words.title} lead={words.lead} flash={flash}>
      {isRefused ? <Flash tone="bad" title={words.refused} /> : null}
      {isSilent ? (
        <Flash tone="warn" title={words.silent}>
          <p>
            <a href="/me/consents">{frame.own.consents.title}</a>
          </p>
        </Flash>
      ) : null}
      <Explanation {...props} />
      <Card title={words.list}>
        {devices.length === 0 ? (
          <EmptyState title={words.none} level={3} />
        ) : (
          <ul class="own-lines">
            {devices.map((device) => (
              <Device {...props} device={device} />
            ))}
          </ul>
        )}
      </Card>
      {devices.length < 2 ? null : (
        <form method="post" action={devicesPath} data-off="all">
          <input type="hidden" name="form" value={formToken} />
          <input type="hidden" name="act" value="all" />
          <Button look="danger" isWide>
            {words.everywhere}
          </Button>
        </form>
      )}
      <script src={devicesScriptPath} defer />
    </OwnShell>
  );
}

/** Everything that she has to know stands before the button; the words beside the button go into the record of consent. */
function Explanation({ frame, formToken, publicKey }: DevicesPageProps) {
  const words = frame.own.devices;
  return (
    <Card title={words.whatTitle}>
      <div class="stack">
        <ul class="own-points">
          {words.what.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
        <form method="post" action={devicesPath} data-push={publicKey} hidden>
          {["endpoint", "p256dh", "auth", "key", "old"].map((name) => (
            <input type="hidden" name={name} value="" />
          ))}
          <input type="hidden" name="form" value={formToken} />
          <input type="hidden" name="act" value="on" />
          <div class="stack">
            <p>
              <strong>{words.wording(frame.brand.name)}</strong>
            </p>
            <Button look="primary">{words.on}</Button>
            <p class="hint">{words.ask}</p>
          </div>
        </form>
        <p class="hint" data-push-says="plain">
          {words.plain}
        </p>
        {(["unsupported", "denied", "failed", "here"] as const).map((state) => (
          <p role="status" data-push-says={state === "here" ? "on" : state} hidden>
            {state === "here" ? words.isOn : words[state]}
          </p>
        ))}
      </div>
    </Card>
  );
}

function Device({ frame, formToken, zone, device }: DevicesPageProps & { readonly device: ShownDevice }) {
  const words = frame.own.devices;
  const day = (at: number) => sayDay(at, { language: frame.language, zone });
  const label = device.label === "" ? words.unnamed : device.label;
  const isGone = device.goneAt !== null;
  return (
    <li data-device={device.mark}>
      <div>
        <div class="row">
          <strong>{label}</strong>
          <span data-here hidden>
            <Badge tone="accent" label={words.here} />
          </span>
          {isGone ? <Badge tone="warn" label={words.gone} /> : null}
        </div>
        <p class="hint">
          {words.since(day(device.createdAt))}
          {device.succeededAt === null ? null : ` ${words.last(day(device.succeededAt))}`}
          {isGone ? ` ${words.goneHint}` : null}
        </p>
      </div>
      <form method="post" action={devicesPath} data-off="one">
        <input type="hidden" name="form" value={formToken} />
        <input type="hidden" name="act" value="off" />
        <input type="hidden" name="id" value={device.id} />
        <Button isSmall label={`${isGone ? words.remove : words.off}: ${label}`}>
          {isGone ? words.remove : words.off}
        </Button>
      </form>
    </li>
  );
}
