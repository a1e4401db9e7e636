import { expect } from "chai";
import { id, Interface, parseEther, ZeroAddress, ZeroHash } from "ethers";
import { readBalance, transfer } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { type Client, createClient } from "../../packages/sdk/src/core/client.js";
import { ServiceCoinError } from "../../packages/sdk/src/core/errors.js";
import { encodeDeal, type Deal } from "../../packages/sdk/src/deals.js";
import {
  customCall,
  describeCall,
  executeCall,
  mintCall,
  openDealCall,
  payAndCallCall,
  payCall,
  payManyCall,
  removeCapCall,
  setBudgetCall,
  setCapCall,
  setExecutionDelayCall,
  setFeeCall,
  setGracePeriodCall,
  setLateQuorumVoteExtensionCall,
  setLoanFeeCall,
  setProposalGuardianCall,
  setProposalThresholdCall,
  setQuorumFloorCall,
  setVotingDelayCall,
  setVotingPeriodCall,
  transferOwnershipCall,
  updateQuorumNumeratorCall,
  type ProposalCall,
} from "../../packages/sdk/src/proposals/index.js";
import { ETHER } from "../../packages/sdk/src/treasury/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { govern } from "../fixtures/proposals.js";

const HOUR = 3_600n;
const DAY = 24n * HOUR;
const REF = id("invoice 7");

onEveryNode("sdk: calls of proposals", (live) => {
  const addressOf = (who: "alice" | "bob" | "carol" | "stranger") => live().wallet(who).address;
  const reader = () => createClient(live().provider, live().deployment);

  /** Expects this call, encoded by hand. */
  const expectCall = (call: ProposalCall, target: string, signature: string, args: unknown[], summary: string) => {
    const data = new Interface([`function ${signature}`]).encodeFunctionData(signature, args);
    expect(call).to.deep.equal({ target, value: 0n, data, summary });
  };

  const orderOf = (client: Client, deadline: bigint): Deal => ({
    payer: client.addresses.Treasury,
    payee: addressOf("bob"),
    arbiter: ZeroAddress,
    price: parseScv("2"),
    period: 0n,
    start: 0n,
    deadline,
    window: 3n * DAY,
    feeBps: 0n,
    ref: REF,
  });

  describe("payments", () => {
    it("are those of the treasury, and say so", () => {
      const client = reader();
      const { ServiceCoin: coin, ServiceVotes, Treasury, PaymentHub } = client.addresses;
      const [bob, carol] = [addressOf("bob"), addressOf("carol")];
      expectCall(
        payCall(client, { asset: coin, to: bob, amount: parseScv("1.5"), ref: REF }),
        Treasury,
        "pay(address,address,uint256,bytes32)",
        [coin, bob, parseScv("1.5"), REF],
        `Pays 1.5 SCV from the treasury to ${bob} (reference ${REF})`,
      );
      expectCall(
        payCall(client, { asset: ETHER, to: bob, amount: 1n }),
        Treasury,
        "pay(address,address,uint256,bytes32)",
        [ZeroAddress, bob, 1n, ZeroHash],
        `Pays 0.000000000000000001 ether from the treasury to ${bob}`,
      );
      const payouts = [
        { to: bob, amount: parseScv("1") },
        { to: carol, amount: parseScv("2") },
      ];
      const packed = payouts.map(({ to, amount }) => `${to}${amount.toString(16).padStart(24, "0")}`.toLowerCase());
      expectCall(
        payManyCall(client, { asset: coin, payouts }),
        Treasury,
        "payMany(address,bytes32[],bytes32)",
        [coin, packed, ZeroHash],
        `Pays 3 SCV in 2 payouts (1 SCV to ${bob}, 2 SCV to ${carol}) from the treasury`,
      );
      expectCall(
        payAndCallCall(client, { asset: coin, to: ServiceVotes, amount: 1n, data: "0x" }),
        Treasury,
        "payAndCall(address,address,uint256,bytes,bytes32)",
        [coin, ServiceVotes, 1n, "0x", ZeroHash],
        `Pays 0.000000000000000001 SCV from the treasury to ServiceVotes (${ServiceVotes}), and locks it to vote: the votes go to the delegate of the sender`,
      );
      const deal = orderOf(client, 9_999_999_999n);
      expectCall(
        openDealCall(client, { deal, amount: parseScv("2"), ref: REF }),
        Treasury,
        "payAndCall(address,address,uint256,bytes,bytes32)",
        [coin, PaymentHub, parseScv("2"), encodeDeal(deal), REF],
        `Pays 2 SCV from the treasury to PaymentHub (${PaymentHub}), into an order in escrow (price 2 SCV; to be delivered until 2286-11-20T17:46:39Z; no arbiter: the payee can claim 3 days after the delivery, and nobody can dispute it; payee ${bob}; refunds to ${Treasury}; fee 0 %; reference of the deal ${REF}) (reference ${REF})`,
      );
    });

    it("name other tokens as they are, and what the treasury is made to do", async () => {
      const client = reader();
      const { ServiceCoin, ServiceVotes, Treasury } = client.addresses;
      const bob = addressOf("bob");
      expect(payCall(client, { asset: ServiceVotes, to: bob, amount: 7n }).summary).to.equal(
        `Pays 7 base units of ${ServiceVotes} from the treasury to ${bob}`,
      );
      const { to, data } = await transfer.populate(client, { to: bob, amount: parseScv("3") });
      expectCall(
        executeCall(client, { target: to, data, ref: REF }),
        Treasury,
        "execute(address,uint256,bytes,bytes32)",
        [ServiceCoin, 0n, data, REF],
        `As the treasury: Sends 3 SCV to ${bob} (reference ${REF})`,
      );
      expect(executeCall(client, { target: bob, value: parseEther("0.5"), data: "0x" }).summary).to.equal(
        `As the treasury: Sends 0.5 ether to ${bob}`,
      );
    });

    it("are carried out", async () => {
      const client = reader();
      const { ServiceCoin: asset, PaymentHub } = client.addresses;
      const deal = orderOf(client, (await live().now()) + 7n * DAY);
      const payouts = [{ to: addressOf("carol"), amount: 5n }];
      const { data } = await transfer.populate(client, { to: addressOf("stranger"), amount: 4n });
      await govern(
        live(),
        payCall(client, { asset, to: addressOf("stranger"), amount: 3n }),
        payManyCall(client, { asset, payouts }),
        openDealCall(client, { deal, amount: deal.price }),
        executeCall(client, { target: asset, data }),
      );
      expect(await readBalance(client, { account: addressOf("stranger") })).to.equal(7n);
      expect(await readBalance(client, { account: addressOf("carol") })).to.equal(parseScv("16") + 5n);
      expect(await readBalance(client, { account: PaymentHub })).to.equal(parseScv("2"));
      expect(await readBalance(client, { account: client.addresses.Treasury })).to.equal(parseScv("18") - 12n);
    });
  });

  describe("limits", () => {
    it("are those of the treasury, and say so", () => {
      const client = reader();
      const { ServiceCoin: coin, ServiceVotes, Treasury } = client.addresses;
      const steward = addressOf("bob");
      const budget = (amount: bigint, period: bigint, asset: string, summary: string) => {
        const call = setBudgetCall(client, { steward, asset, amount, period });
        const args = [steward, asset, amount, period];
        expectCall(call, Treasury, "setBudget(address,address,uint256,uint256)", args, summary);
      };
      budget(parseScv("2"), 7n * DAY, coin, `Lets ${steward} spend 2 SCV of the treasury per 7 days`);
      budget(0n, 0n, ETHER, `Takes the budget for ether from ${steward}`);
      budget(0n, DAY, ServiceVotes, `Takes the budget for the token ${ServiceVotes} from ${steward}`);
      const cap = (amount: bigint, period: bigint, asset: string, summary: string) => {
        const call = setCapCall(client, { asset, amount, period });
        expectCall(call, Treasury, "setCap(address,uint256,uint256)", [asset, amount, period], summary);
      };
      cap(parseScv("3"), DAY, coin, "Caps what leaves the treasury at 3 SCV per 1 day");
      cap(parseEther("1"), 90_000n, ETHER, "Caps what leaves the treasury at 1 ether per 25 hours");
      cap(1n, 120n, coin, "Caps what leaves the treasury at 0.000000000000000001 SCV per 2 minutes");
      cap(0n, 61n, coin, "Freezes the treasury's SCV");
      expect(removeCapCall(client, { asset: coin })).to.deep.equal(
        setCapCall(client, { asset: coin, amount: 0n, period: 0n }),
      );
      expect(removeCapCall(client, { asset: coin }).summary).to.equal("Lifts the cap on SCV");
    });
  });

  describe("settings", () => {
    it("are those of the coin, the hub and the DAO, and say so", () => {
      const client = reader();
      const { ServiceCoin, PaymentHub, ServiceDAO, Credit } = client.addresses;
      const bob = addressOf("bob");
      const mint = "mint(address,uint256)";
      const minted = `Creates 4 SCV for ${bob}`;
      expectCall(mintCall(client, { to: bob, amount: parseScv("4") }), ServiceCoin, mint, [bob, parseScv("4")], minted);
      const fee = setFeeCall(client, { feeBps: 25n });
      expectCall(fee, PaymentHub, "setFee(uint16)", [25n], "Sets the hub's fee to 0.25 %");
      const loanFee = setLoanFeeCall(client, { feeBps: 50n });
      expectCall(loanFee, Credit, "setFee(uint16)", [50n], "Sets the fee of new loans to 0.5 %");
      const dao = (call: ProposalCall, signature: string, value: unknown, summary: string) => {
        expectCall(call, ServiceDAO, signature, [value], summary);
      };
      const seconds = 2n * HOUR;
      const name = "Sets the extension of votes with a late quorum to 2 hours";
      dao(
        setVotingDelayCall(client, { seconds }),
        "setVotingDelay(uint48)",
        seconds,
        "Sets the voting delay to 2 hours",
      );
      dao(
        setVotingPeriodCall(client, { seconds }),
        "setVotingPeriod(uint32)",
        seconds,
        "Sets the voting period to 2 hours",
      );
      dao(setLateQuorumVoteExtensionCall(client, { seconds }), "setLateQuorumVoteExtension(uint48)", seconds, name);
      const delay = "Sets the execution delay to 1 second";
      dao(setExecutionDelayCall(client, { seconds: 1n }), "setExecutionDelay(uint32)", 1n, delay);
      const grace = "Sets the grace period to 0 seconds";
      dao(setGracePeriodCall(client, { seconds: 0n }), "setGracePeriod(uint32)", 0n, grace);
      const votes = parseScv("0.25");
      const threshold = "Sets the votes that proposing takes to 0.25 SCV";
      dao(setProposalThresholdCall(client, { votes }), "setProposalThreshold(uint256)", votes, threshold);
      const quorum = "Sets the quorum to 5 % of what is locked";
      dao(updateQuorumNumeratorCall(client, { percent: 5n }), "updateQuorumNumerator(uint256)", 5n, quorum);
      const floor = "Sets the floor under the quorum to 0.25 SCV";
      dao(setQuorumFloorCall(client, { votes }), "setQuorumFloor(uint256)", votes, floor);
      const guardian = "setProposalGuardian(address)";
      dao(setProposalGuardianCall(client, { guardian: bob }), guardian, bob, `Makes ${bob} the guardian`);
      dao(setProposalGuardianCall(client, { guardian: ZeroAddress }), guardian, ZeroAddress, "Dismisses the guardian");
      for (const contract of ["ServiceCoin", "Treasury", "PaymentHub"] as const) {
        const call = transferOwnershipCall(client, { contract, newOwner: bob });
        const summary = `Makes ${bob} the owner of ${contract}`;
        expectCall(call, client.addresses[contract], "transferOwnership(address)", [bob], summary);
      }
    });

    it("are carried out", async () => {
      const client = reader();
      const { coin, hub, dao } = client;
      const [bob, carol] = [addressOf("bob"), addressOf("carol")];
      await govern(
        live(),
        mintCall(client, { to: carol, amount: 9n }),
        setFeeCall(client, { feeBps: 100n }),
        setVotingDelayCall(client, { seconds: HOUR }),
        setVotingPeriodCall(client, { seconds: 2n * HOUR }),
        setLateQuorumVoteExtensionCall(client, { seconds: 1_800n }),
        setExecutionDelayCall(client, { seconds: 3n * HOUR }),
        setGracePeriodCall(client, { seconds: 2n * DAY }),
        setProposalThresholdCall(client, { votes: 11n }),
        updateQuorumNumeratorCall(client, { percent: 6n }),
        setQuorumFloorCall(client, { votes: 12n }),
        setProposalGuardianCall(client, { guardian: bob }),
        transferOwnershipCall(client, { contract: "ServiceCoin", newOwner: carol }),
      );
      expect(await coin.balanceOf(carol)).to.equal(parseScv("16") + 9n);
      const seconds = [dao.votingDelay(), dao.votingPeriod(), dao.lateQuorumVoteExtension(), dao.executionDelay()];
      expect(await Promise.all(seconds)).to.deep.equal([HOUR, 2n * HOUR, 1_800n, 3n * HOUR]);
      const others = [dao.gracePeriod(), dao.proposalThreshold(), dao["quorumNumerator()"](), dao.quorumFloor()];
      expect(await Promise.all(others)).to.deep.equal([2n * DAY, 11n, 6n, 12n]);
      expect(await Promise.all([hub.fee(), dao.proposalGuardian(), coin.owner()])).to.deep.equal([100n, bob, carol]);
    });
  });

  describe("describeCall", () => {
    it("shows what it does not know as it is", () => {
      const client = reader();
      const { ServiceDAO, Treasury } = client.addresses;
      const bob = addressOf("bob");
      const words = (target: string, data: string, value = 0n) => describeCall(client, { target, value, data });
      expect(words(bob, "0x")).to.equal(`Calls ${bob} without data`);
      expect(words(bob, "0x", 1n)).to.equal(`Sends 0.000000000000000001 ether to ${bob}`);
      expect(words(bob, "0x12345678")).to.equal(`NOT DECODED: calls ${bob} with the data 0x12345678`);
      expect(words(bob, "0x12", parseEther("2"))).to.equal(`NOT DECODED: calls ${bob} with 2 ether and the data 0x12`);
      const unknown = `NOT DECODED: calls Treasury (${Treasury}) with the data`;
      expect(words(Treasury, "0x12345678")).to.equal(`${unknown} 0x12345678`);
      const { data } = payCall(client, { asset: ETHER, to: bob, amount: 1n });
      // Somebody else's contract with the same function, and our function with its arguments cut off.
      expect(words(bob, data)).to.equal(`NOT DECODED: calls ${bob} with the data ${data}`);
      expect(words(Treasury, data.slice(0, 20))).to.equal(`${unknown} ${data.slice(0, 20)}`);
      const relay = client.dao.interface.encodeFunctionData("relay", [bob, 1n, "0x"]);
      expect(words(ServiceDAO, relay, 1n)).to.equal(
        `Calls relay(${bob}, 1, 0x) of ServiceDAO and sends 0.000000000000000001 ether along`,
      );
      const uri = client.registry.interface.encodeFunctionData("setAgentURI", [3n, 'a", b\n']);
      expect(words(client.addresses.ServiceRegistry, uri)).to.equal(
        'Calls setAgentURI(3, "a\\", b\\n") of ServiceRegistry',
      );
      const votes = client.dao.interface.encodeFunctionData("castVotes", [
        [1n, 2n],
        [0, 1],
      ]);
      expect(words(ServiceDAO, votes)).to.equal("Calls castVotes([1, 2], [0, 1]) of ServiceDAO");
      expect(words(Treasury.toLowerCase(), data)).to.match(/^Pays /);
    });
  });

  describe("arguments", () => {
    it("are refused at once when they are none", () => {
      const client = reader();
      const { ServiceCoin: asset } = client.addresses;
      const bad: (() => ProposalCall)[] = [
        () => payCall(client, { asset, to: "bob", amount: 1n }),
        () => payCall(client, { asset, to: asset, amount: -1n }),
        () => payManyCall(client, { asset, payouts: [{ to: asset, amount: 2n ** 96n }] }),
        () => customCall(client, { target: "0x12" }),
        () => setVotingPeriodCall(client, { seconds: 2n ** 32n }),
      ];
      for (const build of bad) {
        expect(build).to.throw(ServiceCoinError).with.property("code", "InvalidArgument");
      }
    });
  });
});
