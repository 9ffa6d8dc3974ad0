/** A colour with words on it, as a mail shows them. Drawn, for the pages' policy takes no style that stands in them. */
export function Swatch({
  ground,
  ink,
  label,
}: {
  readonly ground: string;
  readonly ink: string;
  readonly label: string;
}) {
  return (
    <span class="row">
      <svg width="44" height="28" viewBox="0 0 44 28" aria-hidden="true">
        <rect width="44" height="28" rx="6" fill={ground} />
        <text x="22" y="19" text-anchor="middle" font-size="14" font-weight="600" fill={ink}>
          Aa
        </text>
      </svg>
      <span>
        {label} <code>{ground}</code>
      </span>
    </span>
  );
}
