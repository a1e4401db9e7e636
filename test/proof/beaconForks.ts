import { networksChainConfig, genesisData } from "@lodestar/config/networks";
import { ssz } from "@lodestar/types";
import { build } from "esbuild";
import { expect } from "chai";
import { hexlify } from "ethers";
import hre from "hardhat";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ProofError } from "../../packages/proof/src/index.js";
import { BEACON_NETWORKS, signingRoot, verifyFinality, type BeaconNetwork } from "../../packages/proof/src/beacon.js";
import { FORKS, PERIOD_SLOTS, signedChain } from "../fixtures/beaconChain.js";

/** Most bytes that a page loads to verify receipts on final blocks, compressed. */
const MOST_BYTES = 90_000;

const NAMES = { "1": "mainnet", "100": "gnosis", "560048": "hoodi", "11155111": "sepolia" } as const;

describe("proof: finality by forks, with the preset of mainnet", () => {
  const mainnet = BEACON_NETWORKS["1"];

  for (const [index, fork] of FORKS.entries()) {
    it(`follows committees and proves the execution block that Lodestar has hashed, in ${fork}`, function () {
      this.timeout(120_000);
      const domain = {
        forkVersion: mainnet?.forks[index]?.[1] ?? "",
        genesisValidatorsRoot: mainnet?.genesisValidatorsRoot ?? "",
      };
      const { finality, root } = signedChain(fork, domain, 170);
      const { end, signers, committeeSize, committee } = verifyFinality(finality, { root });
      expect({ signers, committeeSize }).to.deep.equal({ signers: 342, committeeSize: 512 });
      expect(end.slot).to.equal(2 * PERIOD_SLOTS + 32);
      expect(committee.period).to.equal(2);
      expect(finality.execution.blockHash).to.equal(`0x${"09".repeat(32)}`);
      expect("blobGasUsed" in finality.execution).to.equal(fork !== "capella");
      // Two thirds of 512 are 341.33.
      const syncCommitteeBits = finality.final.syncCommitteeBits.replace(/ff$/, "7f");
      const tooFew = { ...finality, final: { ...finality.final, syncCommitteeBits } };
      expect(() => verifyFinality(tooFew, { root }))
        .to.throw(ProofError)
        .and.include({ code: "TooFewSigners" });
    });
  }

  it("signs the root that Lodestar computes", () => {
    const header = {
      ...{ slot: "7", proposerIndex: "3", parentRoot: `0x${"01".repeat(32)}` },
      ...{ stateRoot: `0x${"02".repeat(32)}`, bodyRoot: `0x${"03".repeat(32)}` },
    };
    const value = {
      ...{ slot: 7, proposerIndex: 3, parentRoot: new Uint8Array(32).fill(1) },
      ...{ stateRoot: new Uint8Array(32).fill(2), bodyRoot: new Uint8Array(32).fill(3) },
    };
    const currentVersion = new Uint8Array([5, 0, 0, 1]);
    const genesisValidatorsRoot = new Uint8Array(32).fill(4);
    const forkData = ssz.phase0.ForkData.hashTreeRoot({ currentVersion, genesisValidatorsRoot });
    const domain = new Uint8Array([7, 0, 0, 0, ...forkData.slice(0, 28)]);
    const objectRoot = ssz.phase0.BeaconBlockHeader.hashTreeRoot(value);
    const expected = hexlify(ssz.phase0.SigningData.hashTreeRoot({ objectRoot, domain }));
    expect(signingRoot(header, "0x05000001", hexlify(genesisValidatorsRoot))).to.equal(expected);
  });

  it("knows the public networks as Lodestar does", () => {
    expect(Object.keys(BEACON_NETWORKS)).to.deep.equal(Object.keys(NAMES));
    for (const [chainId, name] of Object.entries(NAMES)) {
      const config = networksChainConfig[name];
      const forks = FORKS.map((fork) => {
        const upper = fork.toUpperCase() as Uppercase<typeof fork>;
        return [config[`${upper}_FORK_EPOCH`], hexlify(config[`${upper}_FORK_VERSION`])] as const;
      });
      const expected: BeaconNetwork = {
        genesisValidatorsRoot: genesisData[name].genesisValidatorsRoot,
        slotsPerEpoch: name === "gnosis" ? 16 : 32,
        forks,
      };
      expect(BEACON_NETWORKS[chainId], name).to.deep.equal(expected);
      expect(config.DEPOSIT_CHAIN_ID, name).to.equal(Number(chainId));
      // A fork that this program does not know has another header of the payload.
      expect(config.GLOAS_FORK_EPOCH, name).to.equal(Infinity);
    }
  });

  it(`takes at most ${MOST_BYTES} bytes in a page, and nothing of Node.js`, async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { verifyFinalReceipt } from "./packages/proof/src/beacon.ts";`,
        resolveDir: path.resolve(hre.config.paths.root),
      },
      ...{ bundle: true, minify: true, write: false, format: "esm", platform: "browser", logLevel: "silent" },
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? "").length;
    expect(bytes).to.be.within(1_000, MOST_BYTES);
  });
});
