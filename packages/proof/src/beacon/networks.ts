import { expectSame, ProofError } from "../errors.js";
import type { BeaconHeader } from "./containers.js";

/** What tells the signatures of one beacon chain from those of another. */
export interface BeaconNetwork {
  genesisValidatorsRoot: string;
  slotsPerEpoch: number;
  /** The versions of forks from Capella on, with the first epoch of each. */
  forks: readonly (readonly [epoch: number, version: string])[];
}

/** The beacon chains of public networks by the id of their execution chain. */
export const BEACON_NETWORKS: Readonly<Record<string, BeaconNetwork>> = {
  "1": {
    genesisValidatorsRoot: "0x4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95",
    slotsPerEpoch: 32,
    forks: [
      [194_048, "0x03000000"],
      [269_568, "0x04000000"],
      [364_032, "0x05000000"],
      [411_392, "0x06000000"],
    ],
  },
  "100": {
    genesisValidatorsRoot: "0xf5dcb5564e829aab27264b9becd5dfaa017085611224cb3036f573368dbb9d47",
    slotsPerEpoch: 16,
    forks: [
      [648_704, "0x03000064"],
      [889_856, "0x04000064"],
      [1_337_856, "0x05000064"],
      [1_714_688, "0x06000064"],
    ],
  },
  "560048": {
    genesisValidatorsRoot: "0x212f13fc4df078b6cb7db228f1c8307566dcecf900867401a92023d7ba99cb5f",
    slotsPerEpoch: 32,
    forks: [
      [0, "0x40000910"],
      [0, "0x50000910"],
      [2_048, "0x60000910"],
      [50_688, "0x70000910"],
    ],
  },
  "11155111": {
    genesisValidatorsRoot: "0xd8ea171f3c94aea21ebc42a1ed61052acf3f9209c00e4efbaaddac09ed9b8078",
    slotsPerEpoch: 32,
    forks: [
      [56_832, "0x90000072"],
      [132_608, "0x90000073"],
      [222_464, "0x90000074"],
      [272_640, "0x90000075"],
    ],
  },
};

/**
 * Checks that a signature was made for a network: under its genesis, and under the version of the fork in which the
 * header is that was signed, or of one that came before the signature.
 * @throws ProofError `Mismatch`
 */
export function expectNetwork(
  { genesisValidatorsRoot, slotsPerEpoch, forks }: BeaconNetwork,
  told: { genesisValidatorsRoot: string; forkVersion: string; header: BeaconHeader },
  what: string,
): void {
  expectSame("finality.genesisValidatorsRoot", genesisValidatorsRoot, told.genesisValidatorsRoot);
  const epoch = BigInt(told.header.slot) / BigInt(slotsPerEpoch);
  const first = forks.findLastIndex(([since]) => BigInt(since) <= epoch);
  const possible = forks.slice(Math.max(first, 0)).map(([, version]) => version);
  if (possible.includes(told.forkVersion)) return;
  throw new ProofError("Mismatch", `${what}.forkVersion`, possible.join(" or "), told.forkVersion);
}
