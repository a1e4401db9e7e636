/**
 * Accounts of the local chain that the programs send from. The demo, the documents and the web page use those below, so
 * nonces never collide.
 */
export const PROGRAM_ACCOUNTS = { facilitator: 10, keeper: 11 } as const;
