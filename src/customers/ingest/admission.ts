/**
 * How many calls are worked on at once. What comes on top is asked to come back: the public clients wait after 429 with
 * Retry-After without using up a try, and drop nothing.
 */
export type Admission = {
  /** undefined where the house is full. */
  enter(): { leave(): void } | undefined;
};

export function admission(maxAtOnce: number): Admission {
  let inside = 0;
  return {
    enter: () => {
      if (inside >= maxAtOnce) return undefined;
      inside += 1;
      let isInside = true;
      return {
        leave: () => {
          if (isInside) inside -= 1;
          isInside = false;
        },
      };
    },
  };
}
