import { expect } from "chai";
import { hexlify, randomBytes, ZeroAddress } from "ethers";
import {
  cancelAuthorization,
  readAllowance,
  readAuthorization,
  readBalance,
  signCancellation,
  signPermit,
  signTransfer,
  submitCancellation,
  submitPermit,
  submitTransfer,
} from "../../packages/sdk/src/coin/index.js";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { domainOf } from "../../packages/sdk/src/domain.js";
import { signVote, submitVote } from "../../packages/sdk/src/proposals/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectError, throughJson } from "../fixtures/sdk.js";

const HOUR = 3_600n;

onEveryNode("sdk: authorizations", (live) => {
  const addressOf = (who: "alice" | "bob" | "carol" | "poor") => live().wallet(who).address;

  describe("domains", () => {
    it("are what the contracts tell (ERC-5267)", async () => {
      const client = createClient(live().provider, live().deployment);
      const contracts = { ServiceCoin: client.coin, ServiceVotes: client.votes, ServiceDAO: client.dao } as const;
      for (const [name, contract] of Object.entries(contracts) as [keyof typeof contracts, typeof client.coin][]) {
        const told = await contract.eip712Domain();
        const { chainId, verifyingContract } = told;
        const expected = { name: told.name, version: told.version, chainId, verifyingContract };
        expect(domainOf(client, name)).to.deep.equal(expected);
      }
    });
  });

  describe("signPermit and submitPermit", () => {
    const permit = async (change: { amount?: bigint; deadline?: bigint } = {}) => {
      const terms = { spender: addressOf("bob"), amount: parseScv("3"), deadline: (await live().now()) + HOUR };
      return throughJson(await signPermit(await live().client("alice"), { ...terms, ...change }));
    };

    it("approves by a signature that another account submits", async () => {
      const signed = await permit();
      const carol = await live().client("carol");
      const { events } = await submitPermit(carol, signed);
      expect(events.map(({ name }) => name)).to.deep.equal(["Approval"]);
      const query = { owner: addressOf("alice"), spender: addressOf("bob") };
      expect(await readAllowance(carol, query)).to.equal(parseScv("3"));
      expect(await carol.coin.nonces(query.owner)).to.equal(1n);
    });

    it("takes the next nonce each time", async () => {
      const carol = await live().client("carol");
      await submitPermit(carol, await permit());
      const second = await permit({ amount: 8n });
      expect(second.message.nonce).to.equal("1");
      await submitPermit(carol, second);
      const query = { owner: addressOf("alice"), spender: addressOf("bob") };
      expect(await readAllowance(carol, query)).to.equal(8n);
    });

    it("counts once", async () => {
      const signed = await permit();
      const carol = await live().client("carol");
      await submitPermit(carol, signed);
      const { args } = await expectError(submitPermit(carol, signed), "ERC2612InvalidSigner");
      expect(args["owner"]).to.equal(addressOf("alice"));
      expect(args["signer"]).to.not.equal(addressOf("alice"));
    });

    it("says nothing else than was signed, and for nobody else", async () => {
      const signed = await permit();
      const carol = await live().client("carol");
      const more = { ...signed, message: { ...signed.message, value: parseScv("4").toString() } };
      await expectError(submitPermit(carol, more), "ERC2612InvalidSigner");
      const others = { ...signed, message: { ...signed.message, owner: addressOf("carol") } };
      const { args } = await expectError(submitPermit(carol, others), "ERC2612InvalidSigner");
      expect(args["owner"]).to.equal(addressOf("carol"));
      expect(await readAllowance(carol, { owner: addressOf("carol"), spender: addressOf("bob") })).to.equal(0n);
    });

    it("expires", async () => {
      const deadline = (await live().now()) - 1n;
      const signed = await permit({ deadline });
      await expectError(submitPermit(await live().client("carol"), signed), "ERC2612ExpiredSignature", { deadline });
    });

    it("needs an account that signs", async () => {
      const reader = createClient(live().provider, live().deployment);
      const terms = { spender: addressOf("bob"), amount: 1n, deadline: HOUR };
      await expectError(signPermit(reader, terms), "NoSigner", {});
    });
  });

  describe("signTransfer and submitTransfer", () => {
    const signed = async (
      change: { validAfter?: bigint; validBefore?: bigint; nonce?: string; amount?: bigint } = {},
    ) => {
      const terms = { to: addressOf("bob"), amount: parseScv("5"), validBefore: (await live().now()) + HOUR };
      return throughJson(await signTransfer(await live().client("alice"), { ...terms, ...change }));
    };

    it("pays by a signature that another account submits", async () => {
      const authorization = await signed();
      const carol = await live().client("carol");
      const query = { authorizer: addressOf("alice"), nonce: authorization.message.nonce };
      expect(await readAuthorization(carol, query)).to.be.false;
      const { events } = await submitTransfer(carol, authorization);
      expect(events.map(({ name, args }) => [name, args])).to.deep.equal([
        ["AuthorizationUsed", query],
        ["Transfer", { from: addressOf("alice"), to: addressOf("bob"), value: parseScv("5") }],
      ]);
      expect(await readBalance(carol, { account: addressOf("alice") })).to.equal(parseScv("11"));
      expect(await readBalance(carol, { account: addressOf("bob") })).to.equal(parseScv("21"));
      expect(await readBalance(carol, { account: addressOf("carol") })).to.equal(parseScv("16"));
      expect(await readAuthorization(carol, query)).to.be.true;
      expect(await carol.coin.authorizationState(query.authorizer, query.nonce)).to.be.true;
    });

    it("takes a nonce that was chosen, and another one each time it was not", async () => {
      const nonce = hexlify(randomBytes(32));
      expect((await signed({ nonce })).message.nonce).to.equal(nonce);
      expect((await signed()).message.nonce).to.not.equal((await signed()).message.nonce);
    });

    it("counts once", async () => {
      const authorization = await signed();
      const carol = await live().client("carol");
      await submitTransfer(carol, authorization);
      await expectError(submitTransfer(carol, authorization), "ERC3009UsedAuthorization", {
        authorizer: addressOf("alice"),
        nonce: authorization.message.nonce,
      });
      expect(await readBalance(carol, { account: addressOf("bob") })).to.equal(parseScv("21"));
    });

    it("counts within its time only", async () => {
      const carol = await live().client("carol");
      const now = await live().now();
      for (const [validAfter, validBefore] of [
        [0n, now],
        [now + HOUR, now + 2n * HOUR],
      ]) {
        const authorization = await signed({ validAfter, validBefore });
        const args = { validAfter, validBefore };
        await expectError(submitTransfer(carol, authorization), "ERC3009InvalidAuthorizationTime", args);
      }
    });

    it("needs the payer's signature on just this", async () => {
      const authorization = await signed();
      const carol = await live().client("carol");
      const changes = { from: addressOf("carol"), to: addressOf("carol"), value: "6", nonce: hexlify(randomBytes(32)) };
      for (const [field, value] of Object.entries(changes)) {
        const changed = { ...authorization, message: { ...authorization.message, [field]: value } };
        await expectError(submitTransfer(carol, changed), "ERC3009InvalidSignature", {});
      }
    });

    it("says that the payer has too little", async () => {
      const authorization = await signed({ amount: parseScv("16") + 1n });
      await expectError(submitTransfer(await live().client("carol"), authorization), "ERC20InsufficientBalance", {
        sender: addressOf("alice"),
        balance: parseScv("16"),
        needed: parseScv("16") + 1n,
      });
    });

    it("is refused before sending when it is for something else", async () => {
      const carol = await live().client("carol");
      const authorization = await signed();
      const { message } = authorization;
      const wrong = { ...authorization, chainId: 1 };
      await expectError(submitTransfer(carol, wrong), "WrongChain", { expected: 1, actual: 31337n });
      const other = { ...authorization, contract: ZeroAddress };
      const args = { argument: "contract", value: ZeroAddress };
      await expectError(submitTransfer(carol, other), "InvalidArgument", args);
      const receive = { ...authorization, primaryType: "ReceiveWithAuthorization" };
      const kind = { argument: "primaryType", value: "ReceiveWithAuthorization" };
      await expectError(submitTransfer(carol, receive), "InvalidArgument", kind);
      const broken = { ...authorization, message: { ...message, value: "lots" } };
      await expectError(submitTransfer(carol, broken), "InvalidArgument");
      const partial = throughJson({ ...authorization, message: { ...message, to: undefined } }) as unknown;
      const missing = { argument: "to", value: undefined };
      await expectError(submitTransfer(carol, partial as typeof authorization), "InvalidArgument", missing);
      const bare = throughJson({ ...authorization, message: undefined }) as unknown;
      const first = { argument: "from", value: undefined };
      await expectError(submitTransfer(carol, bare as typeof authorization), "InvalidArgument", first);
      // Only the writing of the address differs.
      const lower = { ...authorization, contract: authorization.contract.toLowerCase() };
      await submitTransfer(carol, lower);
    });

    it("is no vote", async () => {
      const alice = await live().client("alice");
      const ballot = await signVote(alice, { proposalId: 1n, support: "for" });
      const mixed = { ...ballot, primaryType: "TransferWithAuthorization" };
      await expectError(submitVote(alice, mixed), "InvalidArgument");
    });
  });

  describe("cancelAuthorization", () => {
    it("kills a payment of the client's own", async () => {
      const alice = await live().client("alice");
      const terms = { to: addressOf("bob"), amount: 1n, validBefore: (await live().now()) + HOUR };
      const authorization = await signTransfer(alice, terms);
      const { nonce } = authorization.message;
      const { events } = await cancelAuthorization(alice, { nonce });
      const query = { authorizer: addressOf("alice"), nonce };
      expect(events.map(({ name, args }) => [name, args])).to.deep.equal([["AuthorizationCanceled", query]]);
      expect(await readAuthorization(alice, query)).to.be.true;
      await expectError(submitTransfer(await live().client("carol"), authorization), "ERC3009UsedAuthorization", query);
      await expectError(cancelAuthorization(alice, { nonce }), "ERC3009UsedAuthorization", query);
    });

    it("is submitted by another account, and for nobody else", async () => {
      const nonce = hexlify(randomBytes(32));
      const signed = throughJson(await signCancellation(await live().client("alice"), { nonce }));
      const carol = await live().client("carol");
      const others = { ...signed, message: { ...signed.message, authorizer: addressOf("bob") } };
      await expectError(submitCancellation(carol, others), "ERC3009InvalidSignature", {});
      await submitCancellation(carol, signed);
      expect(await readAuthorization(carol, { authorizer: addressOf("alice"), nonce })).to.be.true;
      expect(await readAuthorization(carol, { authorizer: addressOf("bob"), nonce })).to.be.false;
      const args = { authorizer: addressOf("alice"), nonce };
      await expectError(submitCancellation(carol, signed), "ERC3009UsedAuthorization", args);
    });
  });
});
