/** SHA-256 of one letter's file: the same on Node and in workerd, until layout, fonts or library are others. */
export const SAME_ON_EVERY_RUNTIME = "68e373bf9c2b6d28a4423e07b33b9610671309dac4d91b289492f549b5583374";
