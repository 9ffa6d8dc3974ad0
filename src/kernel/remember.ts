/**
 * Works something out once for each object and key, and gives the same answer again while the object is there. For what is never
 * changed, and for work that always comes to the same.
 */
export function remembered<Of extends object, Asked, Value>(
  work: (of: Of, asked: Asked) => Value,
  keyOf: (asked: Asked) => string,
): (of: Of, asked: Asked) => Value {
  const known = new WeakMap<Of, Map<string, { readonly value: Value }>>();
  return (of, asked) => {
    const own = known.get(of) ?? new Map<string, { readonly value: Value }>();
    known.set(of, own);
    const key = keyOf(asked);
    const found = own.get(key) ?? { value: work(of, asked) };
    own.set(key, found);
    return found.value;
  };
}
