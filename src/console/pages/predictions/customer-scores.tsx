import type { CustomerScore } from "#predict/registry/scores/list-customer-scores.ts";
import { Badge } from "#web/pages/badge.tsx";
import { Card } from "#web/pages/card.tsx";
import { LineChart } from "#web/pages/line-chart.tsx";
import { When } from "#console/words.tsx";
import { curveOf, guessesOf } from "./read-extra.ts";
import { percent } from "./percent.ts";
import { modelPath } from "./prediction-paths.ts";
import { sayScore } from "./say-score.ts";

type ScoresProps = { readonly scores: readonly CustomerScore[]; readonly now: number };

const MOST_REASONS = 3;
const MOST_GUESSES = 5;

/** What models say of one customer, why, and how her chance grows with time. */
export function CustomerScores({ scores, now }: ScoresProps) {
  if (scores.length === 0) return null;
  return (
    <Card title="What may come">
      <ul class="own-lines">
        {scores.map((score) => (
          <Line score={score} now={now} />
        ))}
      </ul>
    </Card>
  );
}

function Line({ score, now }: { readonly score: CustomerScore; readonly now: number }) {
  const guesses = guessesOf(score.extra).slice(0, MOST_GUESSES);
  return (
    <li>
      <div class="stack-tight">
        <div class="bars-words">
          <a href={modelPath(score.code, score.version)}>{score.title}</a>
          <strong class="number">{sayScore(score)}</strong>
        </div>
        {score.expiresAt > now ? null : (
          <div>
            <Badge tone="warn" label="too old to be used" />
          </div>
        )}
        <Curve score={score} />
        {guesses.length === 0 ? null : (
          <ol>
            {guesses.map(({ item, score: chance, isNew }) => (
              <li>
                {item} <span class="quiet">{percent(chance)}</span> {isNew ? <Badge tone="accent" label="new" /> : null}
              </li>
            ))}
          </ol>
        )}
        <Reasons reasons={score.reasons ?? []} />
        <p class="quiet">
          <When at={score.scoredAt} />
        </p>
      </div>
    </li>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return <p class="quiet">{reasons.slice(0, MOST_REASONS).join("; ")}</p>;
}

/** Her chance to have bought by each day. */
function Curve({ score }: { readonly score: CustomerScore }) {
  const curve = score.task === "timing" ? curveOf(score.extra) : [];
  const last = curve.at(-1);
  if (last === undefined || curve.length < 2) return null;
  const max = Math.min(1, Math.ceil(last.y * 10) / 10 || 0.1);
  return (
    <LineChart
      title="Chance by day"
      summary={`${percent(last.y)} within ${last.x} days.`}
      lines={[{ label: "chance", hasMarks: true, places: [{ x: 0, y: 0 }, ...curve] }]}
      x={{ label: "days", max: last.x, format: (days) => String(Math.round(days)) }}
      y={{ label: "have bought", max, format: percent }}
    />
  );
}
