/** "7.5 %": one place below ten. A share between 0 and 1. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 && value !== 0 ? value.toFixed(1) : Math.round(value)}\u00a0%`;
}
