import { expect } from "chai";
import { concat, dataSlice, MaxUint256, parseEther, ZeroAddress, type TypedDataDomain } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ServiceCoin, ServiceVotes } from "../../packages/sdk/src/typechain/index.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { eventsOf } from "../fixtures/events.js";
import { expectRevert } from "../fixtures/expectRevert.js";
import { domainOf, mirrored, permitData, sign, split, withParity, type Permit } from "../fixtures/signatures.js";

/** A token with permit, and accounts: the owner holds at least 10 tokens and has a nonce of zero. */
export interface PermitSystem {
  token: ServiceCoin | ServiceVotes;
  owner: HardhatEthersSigner;
  spender: HardhatEthersSigner;
  stranger: HardhatEthersSigner;
}

/** ERC-2612, with what people try against it. `name` is the name in the EIP-712 domain. */
export function shouldBehaveLikeERC20Permit(name: string, fixture: () => Promise<PermitSystem>): void {
  const value = parseEther("9");

  async function signedFixture(terms: Partial<Permit> = {}, domain?: TypedDataDomain) {
    const system = await networkHelpers.loadFixture(fixture);
    const message: Permit = {
      owner: system.owner.address,
      spender: system.spender.address,
      value,
      nonce: 0n,
      deadline: MaxUint256,
      ...terms,
    };
    const data = permitData(domain ?? (await domainOf(system.token)), message);
    return { ...system, message, data, signature: await sign(system.owner, data) };
  }

  function submit(token: PermitSystem["token"], { owner, spender, value, deadline }: Permit, signature: string) {
    return token.permit(owner, spender, value, deadline, ...split(signature));
  }

  async function refusesSigner(system: Awaited<ReturnType<typeof signedFixture>>, message: Permit, signature: string) {
    // Any other hash gives another signer, so only the account that was expected can be told in advance.
    await expectRevert(submit(system.token, message, signature), system.token, "ERC2612InvalidSigner", [
      (signer: string) => signer !== message.owner,
      message.owner,
    ]);
    expect(await system.token.nonces(message.owner)).to.equal(0n);
    expect(await system.token.allowance(message.owner, message.spender)).to.equal(0n);
  }

  describe("given the owner's signature", () => {
    it("sets the allowance, uses the nonce and emits Approval alone", async () => {
      const { token, owner, spender, stranger, message, signature } = await signedFixture();
      await token.connect(owner).approve(spender, 1n);
      const transaction = await submit(token.connect(stranger), message, signature);
      expect(await eventsOf(transaction, token)).to.deep.equal([["Approval", owner.address, spender.address, value]]);
      expect(await token.allowance(owner, spender)).to.equal(value);
      expect(await token.nonces(owner)).to.equal(1n);
      expect(await token.nonces(spender)).to.equal(0n);
    });

    it("rejects it a second time", async () => {
      const { token, owner, spender, message, signature } = await signedFixture();
      await submit(token, message, signature);
      await token.connect(spender).transferFrom(owner, spender, value);
      await expectRevert(submit(token, message, signature), token, "ERC2612InvalidSigner", [
        (signer: string) => signer !== owner.address,
        owner,
      ]);
      expect(await token.allowance(owner, spender)).to.equal(0n);
    });

    it("rejects a nonce that has not come", async () => {
      const system = await signedFixture({ nonce: 1n });
      await refusesSigner(system, system.message, system.signature);
    });

    it("lets the spender go on when somebody submitted it first", async () => {
      const { token, owner, spender, stranger, message, signature } = await signedFixture();
      await submit(token.connect(stranger), message, signature);
      await expectRevert(submit(token.connect(spender), message, signature), token, "ERC2612InvalidSigner");
      await expect(token.connect(spender).transferFrom(owner, spender, value)).to.changeTokenBalances(
        ethers,
        token,
        [owner, spender, stranger],
        [-value, value, 0n],
      );
    });
  });

  describe("given a deadline", () => {
    it("takes the permit in that very second", async () => {
      const deadline = BigInt(await networkHelpers.time.latest()) + 1_000n;
      const { token, owner, spender, message, signature } = await signedFixture({ deadline });
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await submit(token, message, signature);
      expect(BigInt(await networkHelpers.time.latest())).to.equal(deadline);
      expect(await token.allowance(owner, spender)).to.equal(value);
    });

    it("rejects it one second later", async () => {
      const deadline = BigInt(await networkHelpers.time.latest()) + 1_000n;
      const { token, message, signature } = await signedFixture({ deadline });
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await expectRevert(submit(token, message, signature), token, "ERC2612ExpiredSignature", [deadline]);
    });
  });

  describe("given a signature that is not the owner's on these terms", () => {
    it("rejects somebody else's", async () => {
      const { token, owner, stranger, message, data } = await signedFixture();
      await expectRevert(submit(token, message, await sign(stranger, data)), token, "ERC2612InvalidSigner", [
        stranger,
        owner,
      ]);
    });

    it("rejects other terms", async () => {
      const system = await signedFixture({ deadline: MaxUint256 - 1n });
      const { message, signature, stranger } = system;
      for (const terms of [
        { owner: stranger.address },
        { spender: stranger.address },
        { value: value + 1n },
        { deadline: MaxUint256 },
      ]) {
        await refusesSigner(system, { ...message, ...terms }, signature);
      }
    });

    it("rejects another chain, contract, name or version", async () => {
      const { token, stranger } = await networkHelpers.loadFixture(fixture);
      const domain = await domainOf(token);
      expect(domain.name).to.equal(name);
      for (const change of [
        { chainId: 1n },
        { verifyingContract: stranger.address },
        { name: `${name}!` },
        { version: "2" },
      ]) {
        const system = await signedFixture({}, { ...domain, ...change });
        await refusesSigner(system, system.message, system.signature);
      }
    });
  });

  describe("given a deformed signature", () => {
    it("rejects the mirrored one", async () => {
      const { token, message, signature } = await signedFixture();
      const other = mirrored(signature);
      await expectRevert(submit(token, message, other), token, "ECDSAInvalidSignatureS", [dataSlice(other, 32, 64)]);
    });

    it("rejects v of 0 or 1", async () => {
      const { token, message, signature } = await signedFixture();
      await expectRevert(submit(token, message, withParity(signature)), token, "ECDSAInvalidSignature");
    });

    it("rejects the zero address with a signature of nobody", async () => {
      const { token, message, signature } = await signedFixture({ owner: ZeroAddress });
      await expectRevert(
        submit(token, message, concat([dataSlice(signature, 0, 64), "0x1d"])),
        token,
        "ECDSAInvalidSignature",
      );
    });
  });

  describe("DOMAIN_SEPARATOR", () => {
    it("is the hash of name, version, chain and address", async () => {
      const { token } = await networkHelpers.loadFixture(fixture);
      const { chainId } = await ethers.provider.getNetwork();
      const domain = { name, version: "1", chainId, verifyingContract: await token.getAddress() };
      expect(await token.DOMAIN_SEPARATOR()).to.equal(ethers.TypedDataEncoder.hashDomain(domain));
    });

    it("equals the result of eip712Domain", async () => {
      const { token } = await networkHelpers.loadFixture(fixture);
      const { chainId } = await ethers.provider.getNetwork();
      expect([...(await token.eip712Domain())]).to.deep.equal([
        "0x0f",
        name,
        "1",
        chainId,
        token.target,
        ethers.ZeroHash,
        [],
      ]);
    });
  });
}
