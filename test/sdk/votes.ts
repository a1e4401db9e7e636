import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { approve, readBalance, signTransfer } from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import {
  delegate,
  lock,
  lockWithAllowance,
  readVotes,
  signDelegation,
  signLock,
  submitDelegation,
  submitLock,
  unlock,
} from "../../packages/sdk/src/votes/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectError, throughJson } from "../fixtures/sdk.js";

const HOUR = 3_600n;

onEveryNode("sdk: votes", (live) => {
  const addressOf = (who: "alice" | "bob" | "carol") => live().wallet(who).address;

  describe("lock", () => {
    it("turns coins into votes in one transaction", async () => {
      const alice = await live().client("alice");
      const account = addressOf("alice");
      const { events } = await lock(alice, { amount: parseScv("6.5") });
      expect(events.map(({ contract, name }) => `${contract}.${name}`)).to.deep.equal([
        "ServiceCoin.Transfer",
        "ServiceVotes.Transfer",
        "ServiceVotes.DelegateVotesChanged",
      ]);
      const amount = parseScv("6.5");
      expect(await readVotes(alice, { account })).to.deep.equal({ locked: amount, votes: amount, delegate: account });
      expect(await readBalance(alice, { account })).to.equal(parseScv("9.5"));
      expect(await readBalance(alice, { account: alice.addresses.ServiceVotes })).to.equal(amount);
    });

    it("chooses a delegate as well", async () => {
      const alice = await live().client("alice");
      await lock(alice, { amount: 7n, delegatee: addressOf("bob") });
      await lock(await live().client("bob"), { amount: 2n });
      const bob = addressOf("bob");
      expect(await readVotes(alice, { account: addressOf("alice") })).to.deep.equal({
        locked: 7n,
        votes: 0n,
        delegate: bob,
      });
      expect(await readVotes(alice, { account: bob })).to.deep.equal({ locked: 2n, votes: 9n, delegate: bob });
    });

    it("locks no more than there is, and delegates to nobody but an account", async () => {
      const alice = await live().client("alice");
      const args = { sender: addressOf("alice"), balance: parseScv("16"), needed: parseScv("17") };
      await expectError(lock(alice, { amount: parseScv("17") }), "ERC20InsufficientBalance", args);
      await expectError(lock(alice, { amount: 1n, delegatee: ZeroAddress }), "ServiceVotesInvalidDelegatee");
      await expectError(lock(alice, { amount: 1n, delegatee: "bob" }), "InvalidArgument");
    });
  });

  describe("lockWithAllowance", () => {
    it("locks for the client, or for another account", async () => {
      const alice = await live().client("alice");
      await approve(alice, { spender: alice.addresses.ServiceVotes, amount: 10n });
      await lockWithAllowance(alice, { amount: 6n });
      await lockWithAllowance(alice, { amount: 4n, account: addressOf("bob") });
      expect((await readVotes(alice, { account: addressOf("alice") })).votes).to.equal(6n);
      expect((await readVotes(alice, { account: addressOf("bob") })).votes).to.equal(4n);
      expect(await readBalance(alice, { account: addressOf("alice") })).to.equal(parseScv("16") - 10n);
      const args = { spender: alice.addresses.ServiceVotes, allowance: 0n, needed: 1n };
      await expectError(lockWithAllowance(alice, { amount: 1n }), "ERC20InsufficientAllowance", args);
    });
  });

  describe("signLock and submitLock", () => {
    const signed = async (change: { validAfter?: bigint; validBefore?: bigint } = {}) => {
      const terms = { amount: parseScv("5"), validBefore: (await live().now()) + HOUR };
      return throughJson(await signLock(await live().client("alice"), { ...terms, ...change }));
    };

    it("locks the member's coins at another account's gas", async () => {
      const authorization = await signed();
      const before = await live().provider.getBalance(addressOf("alice"));
      const carol = await live().client("carol");
      await submitLock(carol, authorization);
      const account = addressOf("alice");
      const amount = parseScv("5");
      expect(await readVotes(carol, { account })).to.deep.equal({ locked: amount, votes: amount, delegate: account });
      expect((await readVotes(carol, { account: addressOf("carol") })).locked).to.equal(0n);
      expect(await readBalance(carol, { account })).to.equal(parseScv("11"));
      expect(await live().provider.getBalance(account)).to.equal(before);
    });

    it("counts once, in its time, as it was signed", async () => {
      const authorization = await signed();
      const carol = await live().client("carol");
      const { message } = authorization;
      const more = { ...authorization, message: { ...message, value: "1" } };
      await expectError(submitLock(carol, more), "ERC3009InvalidSignature", {});
      const others = { ...authorization, message: { ...message, from: addressOf("bob") } };
      await expectError(submitLock(carol, others), "ERC3009InvalidSignature", {});
      await submitLock(carol, authorization);
      const used = { authorizer: addressOf("alice"), nonce: message.nonce };
      await expectError(submitLock(carol, authorization), "ERC3009UsedAuthorization", used);
      const late = { validAfter: 0n, validBefore: await live().now() };
      await expectError(submitLock(carol, await signed(late)), "ERC3009InvalidAuthorizationTime", late);
    });

    it("is refused before sending when it pays somebody else", async () => {
      const carol = await live().client("carol");
      const authorization = await signed();
      const other = { ...authorization, message: { ...authorization.message, to: addressOf("carol") } };
      const args = { argument: "to", value: addressOf("carol") };
      await expectError(submitLock(carol, other), "InvalidArgument", args);
      const terms = { to: carol.addresses.ServiceVotes, amount: 1n, validBefore: (await live().now()) + HOUR };
      const transfer = await signTransfer(await live().client("alice"), terms);
      await expectError(submitLock(carol, transfer), "InvalidArgument", {
        argument: "primaryType",
        value: "TransferWithAuthorization",
      });
    });
  });

  describe("unlock", () => {
    it("gives coins back, to the client or to another account", async () => {
      const alice = await live().client("alice");
      await lock(alice, { amount: 10n });
      await unlock(alice, { amount: 3n });
      await unlock(alice, { amount: 2n, to: addressOf("bob") });
      const account = addressOf("alice");
      expect(await readVotes(alice, { account })).to.deep.equal({ locked: 5n, votes: 5n, delegate: account });
      expect(await readBalance(alice, { account })).to.equal(parseScv("16") - 7n);
      expect(await readBalance(alice, { account: addressOf("bob") })).to.equal(parseScv("16") + 2n);
      const args = { sender: account, balance: 5n, needed: 6n };
      await expectError(unlock(alice, { amount: 6n }), "ERC20InsufficientBalance", args);
    });
  });

  describe("delegate", () => {
    it("moves the votes, not the coins, and takes them back", async () => {
      const alice = await live().client("alice");
      const [account, bob] = [addressOf("alice"), addressOf("bob")];
      await lock(alice, { amount: 10n });
      await delegate(alice, { delegatee: bob });
      expect(await readVotes(alice, { account })).to.deep.equal({ locked: 10n, votes: 0n, delegate: bob });
      expect(await readVotes(alice, { account: bob })).to.deep.equal({ locked: 0n, votes: 10n, delegate: bob });
      expect(await alice.votes.getVotes(bob)).to.equal(10n);
      await delegate(alice, { delegatee: ZeroAddress });
      expect(await readVotes(alice, { account })).to.deep.equal({ locked: 10n, votes: 10n, delegate: account });
    });
  });

  describe("any action", () => {
    it("may use more gas than was estimated: in the next second votes need checkpoints more", async () => {
      const alice = await live().client("alice");
      await lock(alice, { amount: 10n });
      const { hash, receipt } = await delegate(alice, { delegatee: addressOf("bob") });
      const gasLimit = (await live().provider.getTransaction(hash))?.gasLimit ?? 0n;
      expect(gasLimit >= receipt.gasUsed + 100_000n, String(gasLimit)).to.equal(true);
      const { hash: other } = await delegate(alice, { delegatee: ZeroAddress }, { overrides: { gasLimit: 250_000n } });
      expect((await live().provider.getTransaction(other))?.gasLimit).to.equal(250_000n);
    });
  });

  describe("signDelegation and submitDelegation", () => {
    it("delegates by a signature that another account submits, once", async () => {
      const alice = await live().client("alice");
      await lock(alice, { amount: 10n });
      const terms = { delegatee: addressOf("bob"), expiry: (await live().now()) + HOUR };
      const signed = throughJson(await signDelegation(alice, terms));
      const carol = await live().client("carol");
      await submitDelegation(carol, signed);
      expect((await readVotes(carol, { account: addressOf("alice") })).delegate).to.equal(addressOf("bob"));
      expect((await readVotes(carol, { account: addressOf("bob") })).votes).to.equal(10n);
      expect((await readVotes(carol, { account: addressOf("carol") })).delegate).to.equal(addressOf("carol"));
      const args = { account: addressOf("alice"), currentNonce: 1n };
      await expectError(submitDelegation(carol, signed), "InvalidAccountNonce", args);
      expect((await signDelegation(alice, terms)).message.nonce).to.equal("1");
    });

    it("expires", async () => {
      const expiry = (await live().now()) - 1n;
      const signed = await signDelegation(await live().client("alice"), { delegatee: addressOf("bob"), expiry });
      await expectError(submitDelegation(await live().client("carol"), signed), "VotesExpiredSignature", { expiry });
    });
  });
});
