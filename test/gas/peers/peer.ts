/** What an operation costs elsewhere. */
export interface PeerGas {
  subject: string;
  operation: string;
  peer: string;
  gas: number;
  /** Taken from a record instead of measured in this run. */
  recorded: boolean;
}
