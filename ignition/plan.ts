/** Parameters with every account resolved and every bound checked. */
export interface Plan {
  initialSupply: bigint;
  maxSupply: bigint;
  treasuryShare: bigint;
  /** What everyone but the treasury gets. */
  payouts: { to: string; amount: bigint }[];
  settings: {
    votingDelay: number;
    votingPeriod: number;
    lateQuorumExtension: number;
    executionDelay: number;
    gracePeriod: number;
    proposalThreshold: bigint;
    quorumPercent: number;
    quorumFloor: bigint;
    guardian: string;
    guardianUntil: number;
  };
}
