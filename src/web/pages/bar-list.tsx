type BarListItem = { readonly label: string; readonly value: number; readonly href?: string | undefined };

export type BarListProps = {
  /** Says what is compared. */
  readonly label: string;
  readonly items: readonly BarListItem[];
  readonly format?: ((value: number) => string) | undefined;
};

/** Named values compared by length; the words are text, the bars only illustrate. */
export function BarList({ label, items, format = String }: BarListProps) {
  const top = Math.max(1, ...items.map((item) => item.value));
  return (
    <ul class="bars" aria-label={label}>
      {items.map((item) => (
        <li>
          <div class="bars-words">
            <span>{item.href === undefined ? item.label : <a href={item.href}>{item.label}</a>}</span>
            <span class="number">{format(item.value)}</span>
          </div>
          <svg aria-hidden="true">
            <rect class="track" width="100%" height="100%" rx="4" />
            <rect class="fill" width={`${Math.round((item.value / top) * 1000) / 10}%`} height="100%" rx="4" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
