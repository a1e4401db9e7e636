import { expect } from "chai";
import {
  digestOf,
  isFinalReceipt,
  ProofError,
  receiptText,
  verifyReceipt,
  type ProofErrorCode,
} from "../../packages/proof/src/index.js";
import {
  BEACON_NETWORKS,
  finalReceiptText,
  HttpBeaconNode,
  proveFinalReceipt,
  rootOfCommittee,
  verifyFinalReceipt,
  type CommitteeUpdate,
  type FinalReceiptDocument,
  type FinalVerifyOptions,
  type Finality,
} from "../../packages/proof/src/beacon.js";
import { textWith, verifiedWith } from "../fixtures/finalReceipt.js";
import { RecordedNode, serveRecorded } from "../fixtures/recordedNetwork.js";

/** A branch with another hash at the end. */
const bent = (branch: readonly string[]) => branch.with(-1, `0x${"ab".repeat(32)}`);

describe("proof: finality, as a node of three sync committee periods answered", () => {
  let node: RecordedNode;
  let root: string;
  let document: FinalReceiptDocument;
  let text: string;

  before(async function () {
    this.timeout(30_000);
    node = await RecordedNode.read();
    ({ root } = node.recording);
    document = await proveFinalReceipt(node, node, node.recording.transaction, { root });
    text = finalReceiptText(document);
  });

  /** Expects an error of proofs, with the field that is wrong. */
  function expectRefused(check: () => unknown, code: ProofErrorCode, field: string): void {
    expect(check).to.throw(ProofError).and.include({ code, field });
  }

  function expectWrong(finality: Partial<Finality>, code: ProofErrorCode, field: string, options?: FinalVerifyOptions) {
    expectRefused(() => verifiedWith(document, finality, options ?? { root }), code, field);
  }

  const updatesWith = (index: number, changes: Partial<CommitteeUpdate>) => {
    const { updates } = document.finality;
    return { updates: updates.map((update, at) => (at === index ? { ...update, ...changes } : update)) };
  };

  it("proves that the block of a payment is final, from a block two periods before", () => {
    const { finality, checkpoint, isTrusted, events, digest } = verifyFinalReceipt(text, { root });
    expect(document.finality.updates.length).to.equal(2);
    expect(finality.start.root).to.equal(root);
    expect(finality.committee.period).to.equal(2);
    expect(finality.signers).to.be.within(22, 32);
    expect(finality.committeeSize).to.equal(32);
    expect(checkpoint.hash).to.equal(document.finality.execution.blockHash);
    expect(events.map(({ event }) => event)).to.deep.equal(["Transfer"]);
    expect({ isTrusted, digest }).to.deep.equal({ isTrusted: true, digest: document.digest });
  });

  it("has a receipt in it that is valid alone, and is refused as a whole without the beacon part", () => {
    const { hash } = document.receipt.checkpoint;
    expect(verifyReceipt(receiptText(document.receipt), { checkpoint: hash }).isTrusted).to.equal(true);
    expect([text, receiptText(document.receipt), "no JSON"].map(isFinalReceipt)).to.deep.equal([true, false, false]);
    expectRefused(() => verifyReceipt(text), "UnknownVersion", "version");
    expectRefused(() => verifyFinalReceipt(receiptText(document.receipt)), "UnknownVersion", "version");
  });

  describe("given what the verifier trusts", () => {
    it("takes the committee of each period on the way", () => {
      const { committee } = verifyFinalReceipt(text, { root }).finality;
      const before = document.finality.updates.map(({ nextSyncCommittee }, index) => {
        return { period: index + 1, root: rootOfCommittee(nextSyncCommittee) };
      });
      expect(before.at(-1)).to.deep.equal(committee);
      for (const one of before) expect(verifyFinalReceipt(text, { committee: one }).isTrusted).to.equal(true);
      for (const other of [
        { ...committee, period: 1 },
        { ...committee, period: 3 },
      ]) {
        const field = `the sync committee of period ${other.period}`;
        expectRefused(() => verifyFinalReceipt(text, { committee: other }), "WrongCheckpoint", field);
      }
    });

    it("says that nothing was compared without any", () => {
      expect(verifyFinalReceipt(text).isTrusted).to.equal(false);
    });

    it("refuses another block, and another checkpoint of the execution chain", () => {
      const other = `0x${"12".repeat(32)}`;
      expectRefused(
        () => verifyFinalReceipt(text, { root: other }),
        ...(["WrongCheckpoint", "finality.bootstrap.header"] as const),
      );
      expectRefused(
        () => verifyFinalReceipt(text, { root, checkpoint: other }),
        ...(["WrongCheckpoint", "checkpoint.hash"] as const),
      );
    });

    it("refuses signatures of another network than the known one, by genesis and by version", () => {
      const { genesisValidatorsRoot, final } = document.finality;
      const mainnet = BEACON_NETWORKS["1"];
      if (mainnet === undefined) throw new Error("mainnet is missing");
      const options = (network: typeof mainnet) => ({ root, network });
      expectWrong({}, "Mismatch", "finality.genesisValidatorsRoot", options(mainnet));
      const here = { ...mainnet, genesisValidatorsRoot, slotsPerEpoch: 8 };
      expectWrong({}, "Mismatch", "finality.updates[0].forkVersion", options(here));
      const right = { ...here, forks: [[0, final.forkVersion]] as const };
      expect(verifiedWith(document, {}, options(right)).isTrusted).to.equal(true);
    });
  });

  describe("given signatures", () => {
    it("refuses less than two thirds", () => {
      const few = { ...document.finality.final, syncCommitteeBits: "0xffff1f00" };
      expectWrong({ final: few }, "TooFewSigners", "finality.final.syncCommitteeBits");
    });

    it("refuses other signers than those who signed", () => {
      const others = { ...document.finality.final, syncCommitteeBits: "0xffff3f00" };
      expectWrong({ final: others }, "BadSignature", "finality.final.syncCommitteeSignature");
    });

    it("refuses another domain: the genesis and the version are part of what is signed", () => {
      const genesisValidatorsRoot = `0x${"12".repeat(32)}`;
      expectWrong({ genesisValidatorsRoot }, "BadSignature", "finality.updates[0].syncCommitteeSignature");
      const final = { ...document.finality.final, forkVersion: "0x02000001" };
      expectWrong({ final }, "BadSignature", "finality.final.syncCommitteeSignature");
    });

    it("refuses the signature of another header, and what is no point", () => {
      const [first] = document.finality.updates;
      const { syncCommitteeSignature = "" } = first ?? {};
      for (const other of [syncCommitteeSignature, `0x${"ff".repeat(96)}`, `0xc0${"00".repeat(95)}`]) {
        const final = { ...document.finality.final, syncCommitteeSignature: other };
        expectWrong({ final }, "BadSignature", "finality.final.syncCommitteeSignature");
      }
    });
  });

  describe("given branches", () => {
    it("refuses another one of each, by its name", () => {
      const { bootstrap, final, executionBranch, updates } = document.finality;
      const branch = bent(bootstrap.currentSyncCommitteeBranch);
      expectWrong(
        { bootstrap: { ...bootstrap, currentSyncCommitteeBranch: branch } },
        ...(["Mismatch", "finality.bootstrap.currentSyncCommitteeBranch"] as const),
      );
      const next = bent(updates[1]?.nextSyncCommitteeBranch ?? []);
      expectWrong(
        updatesWith(1, { nextSyncCommitteeBranch: next }),
        ...(["Mismatch", "finality.updates[1].nextSyncCommitteeBranch"] as const),
      );
      expectWrong(
        { final: { ...final, finalityBranch: bent(final.finalityBranch) } },
        ...(["Mismatch", "finality.final.finalityBranch"] as const),
      );
      expectWrong({ executionBranch: bent(executionBranch) }, "Mismatch", "finality.executionBranch");
      expectWrong({ executionBranch: executionBranch.slice(1) }, "Malformed", "finality.executionBranch");
    });

    it("refuses another committee than the one that the last one names", () => {
      const { nextSyncCommittee: committee } = document.finality.updates[0] ?? {};
      if (committee === undefined) throw new Error("no update");
      const [first = "", second = ""] = committee.pubkeys;
      const pubkeys = [second, first, ...committee.pubkeys.slice(2)];
      expect(pubkeys).not.to.deep.equal(committee.pubkeys);
      const changed = updatesWith(0, { nextSyncCommittee: { ...committee, pubkeys } });
      expectWrong(changed, "Mismatch", "finality.updates[0].nextSyncCommitteeBranch");
    });
  });

  describe("given the periods", () => {
    it("refuses a missing one, and one too many", () => {
      const { updates } = document.finality;
      expectWrong({ updates: updates.slice(1) }, "Mismatch", "finality.updates[0].attestedHeader.slot");
      expectWrong({ updates: updates.slice(0, 1) }, "Mismatch", "finality.final.attestedHeader.slot");
      const doubled = [...updates, ...updates.slice(1)];
      expectWrong({ updates: doubled }, "Mismatch", "finality.updates[2].attestedHeader.slot");
    });
  });

  describe("given the receipt", () => {
    it("refuses one that does not lead to the final block", () => {
      const { receipt } = document;
      const { headers } = receipt.checkpoint;
      const checkpoint = { hash: headers.at(-1)?.parentHash ?? "", headers: headers.slice(0, -1) };
      const shorter = { ...receipt, checkpoint };
      const other = textWith({ ...document, receipt: { ...shorter, digest: digestOf(shorter) } });
      expectRefused(() => verifyFinalReceipt(other, { root }), "Mismatch", "receipt.checkpoint.hash");
    });
  });

  describe("given a beacon node", () => {
    const proven = (path: string, answer: unknown) => {
      const { recording } = node;
      const other = new RecordedNode({ ...recording, beacon: { ...recording.beacon, [path]: answer } });
      return refusalOf(() => proveFinalReceipt(node, other, recording.transaction, { root }));
    };

    it("says that the block of the payment is not final yet", async () => {
      const { recording } = node;
      const key = Object.keys(recording.execution).find((name) => name.startsWith("eth_getTransactionByHash")) ?? "";
      const later = { ...(recording.execution[key] as object), blockNumber: "0x91" };
      const source = new RecordedNode({ ...recording, execution: { ...recording.execution, [key]: later } });
      const error = await refusalOf(() => proveFinalReceipt(source, node, recording.transaction, { root }));
      expect(error).to.include({ code: "NotFinal", field: "block 145", actual: "144" });
    });

    it("says which data it does not have, in one sentence", async () => {
      const server = await serveRecorded(node);
      const path = `beacon/light_client/bootstrap/0x${"12".repeat(32)}`;
      const beacon = new HttpBeaconNode(`${server.url}/`);
      try {
        const error = await refusalOf(() => beacon.get(path));
        expect(error).to.include({ code: "NoLightClientData", field: path });
        expect(error?.message).to.equal(`The beacon node has no light client data for ${path}: 404 not recorded.`);
        expect(await refusalOf(() => beacon.get("beacon/x"))).to.include({ code: "Unreachable", field: "beacon/x" });
      } finally {
        await server.close();
      }
      const silent = await refusalOf(() => beacon.get("beacon/genesis"));
      expect(silent).to.include({ code: "Unreachable", field: "beacon/genesis" });
    });

    it("names the field of an answer that has another form", async () => {
      const cases: [path: string, answer: unknown, field: string][] = [
        ["beacon/genesis", { data: {} }, "genesis.genesisValidatorsRoot"],
        ["beacon/genesis", [], "beacon/genesis"],
        ["config/spec", { data: { SLOTS_PER_EPOCH: "eight" } }, "spec.SLOTS_PER_EPOCH"],
        ["config/fork_schedule", { data: [{ epoch: "0" }] }, "fork_schedule[0].version"],
        ["beacon/light_client/finality_update", { data: {} }, "finalityUpdate.signatureSlot"],
        ["beacon/light_client/updates?start_period=0&count=2", [{ data: {} }, { data: {} }], "updates[0]"],
      ];
      for (const [path, answer, field] of cases) {
        const error = await proven(path, answer);
        expect(error, path).to.include({ code: "Malformed" });
        expect(error?.field).to.satisfy((found: string) => found.startsWith(field), `${error?.field} is not ${field}`);
      }
    });
  });
});

async function refusalOf(action: () => Promise<unknown>): Promise<ProofError | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof ProofError) return error;
    throw error;
  }
}
