/** Names of the migrations that this version was written for, oldest first: those of the folder (tests/house/migrations.test.ts). */
export const knownMigrations: readonly string[] = ["0000_ring.sql"];
