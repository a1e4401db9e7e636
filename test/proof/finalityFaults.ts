import { expect } from "chai";
import { ProofError } from "../../packages/proof/src/index.js";
import {
  finalReceiptText,
  proveFinalReceipt,
  verifyFinality,
  verifyFinalReceipt,
  type FinalReceiptDocument,
  type Finality,
} from "../../packages/proof/src/beacon.js";
import { expectSigned } from "../../packages/proof/src/beacon/signature.js";
import { faultsIn, tallyOf, type Fault, type Tally } from "../fixtures/faults.js";
import { textWith } from "../fixtures/finalReceipt.js";
import { numbers } from "../fixtures/random.js";
import { RecordedNode } from "../fixtures/recordedNetwork.js";

/** The only field that nothing in a document can prove. */
const CLAIMED = /^\.receipt\.genesisHash\b/;
const NONE = /^$/;

/** What only a signature proves. A pairing for each byte takes long: the bytes of the last signature stand for all. */
const SIGNED = /^\.(?:(?:updates\[\d+\]|final)\.(?:attestedHeader|sync|forkVersion)|genesisValidatorsRoot)/;

/** Faults of a run at least. */
const LEAST = 9_000;

/** Of the characters of the text, each one of this many is changed: the digest finds all of them alike. */
const EVERY = 16;

const random = numbers("finality faults");
const pick = (below: number) => Number(random(32n) % BigInt(below));

describe("proof: faults of finality", () => {
  it(`finds at least ${LEAST} faults of one field or byte, and misses none`, async function () {
    this.timeout(900_000);
    const node = await RecordedNode.read();
    const { root, transaction } = node.recording;
    const document = await proveFinalReceipt(node, node, transaction, { root });
    const sums = [
      { kind: "fields of a document", ...inFields(document, root) },
      { kind: "bytes of its finality", ...inBytes(document.finality, root) },
      { kind: "bytes of its last signature", ...inSigned(document.finality) },
      { kind: "characters of its text", ...inText(finalReceiptText(document), root) },
    ];
    expect(sums.flatMap(({ kind, missed }) => missed.map((path) => `${kind}: ${path}`))).to.deep.equal([]);
    console.log(sums.map(({ kind, fields, bytes }) => `      ${kind}: ${fields} fields, ${bytes} bytes`).join("\n"));
    expect(sums.reduce((sum, { fields, bytes }) => sum + fields + bytes, 0)).to.be.at.least(LEAST);
  });
});

/** Each field of the document changed or removed once, with a digest that fits. */
function inFields({ version, receipt, finality }: FinalReceiptDocument, root: string): Tally {
  const finds = (changed: unknown) =>
    isRefused(() => verifyFinalReceipt(textWith(changed as Omit<FinalReceiptDocument, "digest">), { root }));
  return tallyOf(ofUnit("fields", faultsIn({ version, receipt, finality }, pick)), finds, CLAIMED);
}

/** Each byte that a hash proves. */
function inBytes(finality: Finality, root: string): Tally {
  const finds = (changed: unknown) => isRefused(() => verifyFinality(changed as Finality, { root }));
  return tallyOf(ofUnit("bytes", faultsIn(finality, pick)), finds, SIGNED);
}

/** Each byte that the last signature proves. */
function inSigned({ final, updates, genesisValidatorsRoot }: Finality): Tally {
  const { attestedHeader, syncCommitteeBits, syncCommitteeSignature, forkVersion } = final;
  const signed = { attestedHeader, syncCommitteeBits, syncCommitteeSignature, forkVersion, genesisValidatorsRoot };
  const committee = updates.at(-1)?.nextSyncCommittee ?? { pubkeys: [], aggregatePubkey: "0x" };
  const isRefusedOf = (one: typeof signed) =>
    isRefused(() => expectSigned(one.attestedHeader, committee, one, one.genesisValidatorsRoot, "final"));
  expect(isRefusedOf(signed)).to.equal(false);
  return tallyOf(ofUnit("bytes", faultsIn(signed, pick)), (changed) => isRefusedOf(changed as typeof signed), NONE);
}

function inText(text: string, root: string): Tally {
  const missed: string[] = [];
  let bytes = 0;
  for (let at = pick(EVERY); at < text.length; at += EVERY) {
    const byte = String.fromCharCode(text.charCodeAt(at) ^ (1 + pick(127)));
    const [before, after] = [text.slice(0, at), text.slice(at + 1)];
    // Changed, missing and added in turn.
    const changed = [before + byte + after, before + after, before + byte + text.slice(at)][at % 3] ?? "";
    if (changed === text) continue;
    bytes++;
    if (!isRefused(() => verifyFinalReceipt(changed, { root }))) missed.push(`character ${at}`);
  }
  return { fields: 0, bytes, missed };
}

function* ofUnit(unit: Fault["unit"], faults: Iterable<Fault>): Generator<Fault> {
  for (const fault of faults) if (fault.unit === unit) yield fault;
}

/** Whether a check fails, with an error of proofs and no other. */
function isRefused(check: () => unknown): boolean {
  try {
    check();
    return false;
  } catch (error) {
    if (error instanceof ProofError) return true;
    throw error;
  }
}
