/** Of one call: bytes after decompression (the public clients send at most 500 kB), and time for the whole body. */
export const INGEST_LIMITS = { maxBytes: 1_048_576, timeoutMs: 15_000 } as const;
