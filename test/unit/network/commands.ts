import { expect } from "chai";
import { consensusArguments, executionArguments } from "../../../scripts/network/commands.js";

const PORTS = { rpc: 1, execution: 2, engine: 3, executionPeers: 4, beacon: 5, beaconPeers: 6 };
const FILES = { chain: "/chain", state: "/state", secret: "/secret" };
const BEACON = { genesisTime: 99, genesisHash: "0xabcd", slotSeconds: 7, nodes: 2 };

/** The value after an option. */
function valueOf(args: readonly string[], option: string): string | undefined {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args[at + 1];
}

describe("commands of the clients", () => {
  describe("given an execution client", () => {
    it("serves JSON-RPC and the engine API on ports of its own", () => {
      const args = executionArguments(PORTS, FILES, "/data", []);
      expect([valueOf(args, "--rpcPort"), valueOf(args, "--rpcEnginePort"), valueOf(args, "--port")]).to.deep.equal([
        ...["2", "3", "4"],
      ]);
    });

    it("connects with no one else when it is the first", () => {
      expect(executionArguments(PORTS, FILES, "/data", [])).not.to.include("--bootnodes");
    });

    it("connects with those that run already", () => {
      const args = executionArguments(PORTS, FILES, "/data", ["enode://a", "enode://b"]);
      expect(args.slice(-4)).to.deep.equal(["--bootnodes", "enode://a", "--bootnodes", "enode://b"]);
    });
  });

  describe("given a consensus client", () => {
    it("drives the execution client of its node, with the same secret", () => {
      const args = consensusArguments(0, PORTS, FILES, "/data", BEACON);
      expect(valueOf(args, "--execution.urls")).to.equal("http://127.0.0.1:3");
      expect(valueOf(args, "--jwt-secret")).to.equal(valueOf(executionArguments(PORTS, FILES, "/", []), "--jwtSecret"));
    });

    it("begins with the genesis of all nodes", () => {
      for (const index of [0, 1]) {
        const args = consensusArguments(index, PORTS, FILES, "/data", BEACON);
        expect(valueOf(args, "--genesisTime")).to.equal("99");
        expect(valueOf(args, "--genesisEth1Hash")).to.equal("0xabcd");
        expect(valueOf(args, "--params.SECONDS_PER_SLOT")).to.equal("7");
      }
    });

    it("has other validators and another recipient of fees on each node", () => {
      const [first, second] = [0, 1].map((index) => consensusArguments(index, PORTS, FILES, "/data", BEACON));
      for (const option of ["--startValidators", "--suggestedFeeRecipient"]) {
        expect(valueOf(first ?? [], option))
          .to.be.a("string")
          .that.does.not.equal(valueOf(second ?? [], option));
      }
    });
  });
});
