/** Receives one line per step. */
export type Log = (line: string) => void;
