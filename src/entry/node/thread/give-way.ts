import { getPriority, platform, setPriority } from "node:os";

/** Niceness of the database's thread: on a core that both want, those who answer get nine parts of ten. */
const NICENESS = 10;

/**
 * Lets this thread alone stand back for the others of its process. It is asked of the kernel and not of a timer, so a click
 * that arrives in the middle of a piece of projecting is answered first, and a core that nobody wants is used whole. Linux
 * counts niceness by thread (setpriority(2), "C library/kernel differences"); elsewhere it would slow the whole process.
 */
export function giveWay(): void {
  if (platform() === "linux") setPriority(0, Math.max(NICENESS, getPriority(0)));
}
