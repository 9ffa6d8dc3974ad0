import { clockOf } from "#me/say-dates.ts";
import type { NewsletterView } from "#messages/newsletters/newsletter-view.ts";
import { bestHourFaults } from "#messages/newsletters/put-newsletter.ts";
import type { Effect, Interval, Rate } from "#messages/send-time/effect.ts";
import type { SendTime } from "#messages/send-time/find-send-time.ts";
import { BarChart } from "#web/pages/bar-chart.tsx";
import { Button } from "#web/pages/button.tsx";
import { Card } from "#web/pages/card.tsx";
import { Table } from "#web/pages/table.tsx";
import { count, When } from "#console/words.tsx";
import { Pairs } from "#console/pages/pairs.tsx";

type Props = { readonly newsletter: NewsletterView; readonly sendTime: SendTime; readonly mayChange: boolean };

/** When a newsletter is answered, and what it does for those who chose no time. */
export function BestHourCard({ newsletter, sendTime, mayChange }: Props) {
  const { bestHour, defaultMinute } = newsletter;
  const canSeek = bestHour || bestHourFaults({ ...newsletter, bestHour: true }).length === 0;
  return (
    <Card title="Best hour" id="best-hour">
      <div class="stack-tight">
        <p>
          {bestHour
            ? "Who chose no time gets it when she answers most; one in ten keeps the usual time, to compare with."
            : `Who chose no time gets it at ${clockOf(defaultMinute)}.`}
        </p>
        {mayChange && canSeek ? (
          <form method="post" action={`/console/newsletters/${newsletter.code}/best-hour`}>
            <input type="hidden" name="isOn" value={bestHour ? "no" : "yes"} />
            <Button>{bestHour ? "Send at the usual time again" : "Seek the best hour"}</Button>
          </form>
        ) : null}
        {canSeek ? null : (
          <p class="quiet">Only marketing whose default dates name no clock time can come at another hour.</p>
        )}
        {bestHour ? <Worked sendTime={sendTime} /> : null}
      </div>
    </Card>
  );
}

function Worked({ sendTime }: { readonly sendTime: SendTime }) {
  const { workedOutAt, answersByHour, moved, heldOut, effect } = sendTime;
  if (workedOutAt === null) return <p class="quiet">Nothing is worked out yet: that is done once a day.</p>;
  return (
    <>
      <Pairs
        items={[
          ["Worked out", <When at={workedOutAt} />],
          ["Get it at another hour", count(moved)],
          ["Held out of that", count(heldOut)],
        ]}
      />
      {answersByHour === null ? (
        <p class="quiet">Too few have answered yet: everybody keeps the usual time.</p>
      ) : (
        <BarChart
          title="Answers by local hour, in %"
          points={answersByHour.map((share, hour) => ({ label: clockOf(hour * 60), value: share * 100 }))}
          format={(value) => value.toFixed(1)}
        />
      )}
      {effect === null ? (
        <p class="quiet">What it brings is not known yet: too few messages with and without it are two days old.</p>
      ) : (
        <EffectTable effect={effect} />
      )}
    </>
  );
}

function EffectTable({ effect }: { readonly effect: Effect }) {
  const { difference } = effect;
  const isKnown = difference.low > 0 || difference.high < 0;
  return (
    <>
      <Table
        caption="Answered messages"
        columns={[
          { label: "Sent", isRowHeader: true, cell: ({ name }) => name },
          { label: "Customers", cell: ({ rate }) => count(rate.customers) },
          { label: "Messages", cell: ({ rate }) => count(rate.messages) },
          { label: "Answered (95 % interval)", cell: ({ rate }) => percent(rate.rate) },
        ]}
        rows={[
          { name: "At the best hour", rate: effect.moved } satisfies { name: string; rate: Rate },
          { name: "At the usual time", rate: effect.heldOut },
        ]}
        empty={null}
      />
      <p>
        Difference in points: {percent(difference)}.{" "}
        {isKnown ? "More than chance would make." : "The interval holds 0: it may be chance."}
      </p>
    </>
  );
}

function percent({ estimate, low, high }: Interval): string {
  const say = (share: number) => (share * 100).toFixed(1);
  return `${say(estimate)} % (${say(low)} to ${say(high)})`;
}
