import type { BeaconTrust, ProvenFinality, SyncCommitteePoint } from "@servicecoin/proof/beacon";
import { grouped } from "../output/value.js";
import { bad, type Parser } from "../parse/parser.js";

export type { BeaconTrust, ProvenFinality };

/** Parses the period of a sync committee, and its root. */
export const parseCommittee: Parser<SyncCommitteePoint> = (text, name) => {
  const [, period, root] = /^(\d{1,15}):(0x[0-9a-f]{64})$/i.exec(text) ?? [];
  if (period === undefined || root === undefined) {
    throw bad("Committee", text, name, "is not <period>:<root> of a sync committee.");
  }
  return { period: Number(period), root: root.toLowerCase() };
};

/** On which blocks of the beacon chain a receipt stands, as labels and values. */
export function finalityRows({ start, end, committee, signers, committeeSize }: ProvenFinality): [string, string][] {
  return [
    ["final", `slot ${grouped(end.slot)} of the beacon chain, ${end.root}`],
    ["signed by", `${signers} of ${committeeSize} members of the sync committee ${committee.period}:${committee.root}`],
    ["proven from", `slot ${grouped(start.slot)} of the beacon chain, ${start.root}`],
  ];
}
