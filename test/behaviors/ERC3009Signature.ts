import { expect } from "chai";
import {
  concat,
  dataSlice,
  Signature,
  TypedDataEncoder,
  zeroPadValue,
  ZeroAddress,
  type ContractTransactionResponse,
  type TypedDataDomain,
} from "ethers";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { Answering, coinFixture, type CoinSystem, type Form } from "../fixtures/coin.js";
import { expectRevert } from "../fixtures/expectRevert.js";
import { domainOf, mirrored, sign, withParity, type TypedData } from "../fixtures/signatures.js";

/** One function of ServiceCoin that acts on a signature, for example `cancelAuthorization` with `v, r, s`. */
export interface SignedFunction<Message extends object> {
  form: Form;
  /** Terms that `authorizer` may sign. */
  prepare(system: CoinSystem, authorizer: string): Promise<Message>;
  typedData(domain: TypedDataDomain, message: Message): TypedData<Message>;
  /** What other functions would have asked to sign about the same terms. */
  foreignData: ((domain: TypedDataDomain, message: Message) => TypedData<Message>)[];
  /** Versions of the terms that each differ in one field. */
  tampered(system: CoinSystem, message: Message): [field: string, message: Message][];
  submit(system: CoinSystem, message: Message, signature: string): Promise<ContractTransactionResponse>;
}

/** Whose signatures the function takes, and in what shape. */
export function shouldCheckSignatures<Message extends object>(signed: SignedFunction<Message>): void {
  async function refuses(system: CoinSystem, message: Message, signature: string): Promise<void> {
    await expectRevert(signed.submit(system, message, signature), system.coin, "ERC3009InvalidSignature");
  }

  /** Alice's terms with her signature. */
  async function aliceFixture() {
    const system = await networkHelpers.loadFixture(coinFixture);
    const domain = await domainOf(system.coin);
    const message = await signed.prepare(system, system.alice.address);
    const data = signed.typedData(domain, message);
    return { ...system, domain, message, data, signature: await sign(system.alice, data) };
  }

  /** The terms of alice's smart wallet, signed with her key. */
  async function walletFixture() {
    const system = await networkHelpers.loadFixture(coinFixture);
    const message = await signed.prepare(system, await system.wallet.getAddress());
    const signature = await sign(system.alice, signed.typedData(await domainOf(system.coin), message));
    return { ...system, message, signature };
  }

  describe("given an authorizer without code", () => {
    it("takes its signature", async () => {
      const { message, signature, ...system } = await aliceFixture();
      await expect(signed.submit(system, message, signature)).not.to.revert(ethers);
    });

    it("rejects somebody else's signature", async () => {
      const { message, data, ...system } = await aliceFixture();
      await refuses(system, message, await sign(system.stranger, data));
    });

    it("rejects a signature on any other terms", async () => {
      const { message, signature, ...system } = await aliceFixture();
      const variants = signed.tampered(system, message);
      expect(variants.map(([field]) => field)).to.have.members(Object.keys(message));
      for (const [, variant] of variants) await refuses(system, variant, signature);
    });

    it("rejects a signature of another chain, contract, name or version", async () => {
      const { message, domain, ...system } = await aliceFixture();
      const others: TypedDataDomain[] = [
        { ...domain, chainId: 1n },
        { ...domain, verifyingContract: await system.wallet.getAddress() },
        { ...domain, name: "ServiceCoin Votes" },
        { ...domain, version: "2" },
      ];
      for (const other of others) {
        await refuses(system, message, await sign(system.alice, signed.typedData(other, message)));
      }
    });

    it("rejects a signature that was given for another function", async () => {
      const { message, domain, ...system } = await aliceFixture();
      for (const foreign of signed.foreignData) {
        await refuses(system, message, await sign(system.alice, foreign(domain, message)));
      }
    });

    it("rejects the mirrored signature, although the curve takes it", async () => {
      const { message, data, signature, ...system } = await aliceFixture();
      const other = mirrored(signature);
      expect(await ecrecover(data, other)).to.equal(system.alice.address);
      await refuses(system, message, other);
    });

    it("rejects v of 0 or 1", async () => {
      const { message, signature, ...system } = await aliceFixture();
      await refuses(system, message, withParity(signature));
    });

    it("rejects the zero address with a signature of nobody", async () => {
      const system = await networkHelpers.loadFixture(coinFixture);
      const message = await signed.prepare(system, ZeroAddress);
      const data = signed.typedData(await domainOf(system.coin), message);
      const nobody = concat([dataSlice(await sign(system.alice, data), 0, 64), "0x1d"]);
      expect(await ecrecover(data, nobody)).to.equal(ZeroAddress);
      await refuses(system, message, nobody);
    });

    if (signed.form === "bytes") {
      it("rejects the compact 64 bytes", async () => {
        const { message, signature, ...system } = await aliceFixture();
        await refuses(system, message, Signature.from(signature).compactSerialized);
      });

      it("rejects 0, 1, 66 and 97 bytes", async () => {
        const { message, signature, ...system } = await aliceFixture();
        for (const bytes of ["0x", "0x00", `${signature}00`, concat([signature, ethers.ZeroHash])]) {
          await refuses(system, message, bytes);
        }
      });
    }
  });

  describe("given a smart wallet", () => {
    it("takes what the wallet calls valid", async () => {
      const { message, signature, ...system } = await walletFixture();
      await expect(signed.submit(system, message, signature)).not.to.revert(ethers);
    });

    it("rejects its owner's signature on other terms", async () => {
      const { message, signature, ...system } = await walletFixture();
      for (const [field, variant] of signed.tampered(system, message)) {
        // Terms of another authorizer ask that account, not the wallet.
        if (field === "from" || field === "authorizer") continue;
        await refuses(system, variant, signature);
      }
    });

    for (const answer of ["Invalid", "WrongMagic", "ShortReturn", "Reverting"] as const) {
      it(`rejects when the wallet returns ${answer}`, async () => {
        const { message, signature, ...system } = await walletFixture();
        await system.wallet.setMode(Answering[answer]);
        await refuses(system, message, signature);
      });
    }

    it("hands the wallet exactly the bytes that were sent", async () => {
      const { message, ...system } = await walletFixture();
      // v of 0x07 is no ECDSA signature: only the wallet's own rule can take it.
      const secret = concat([ethers.id("r"), ethers.id("s"), "0x07"]);
      await system.wallet.setSecret(secret);
      await refuses(system, message, concat([ethers.id("s"), ethers.id("r"), "0x07"]));
      await expect(signed.submit(system, message, secret)).not.to.revert(ethers);
    });

    if (signed.form === "bytes") {
      it("hands the wallet bytes of any length", async () => {
        for (const secret of ["0x", "0x6f70656e", `0x${"ab".repeat(1_000)}`]) {
          const { message, ...system } = await walletFixture();
          await system.wallet.setSecret(secret);
          await expect(signed.submit(system, message, secret)).not.to.revert(ethers);
        }
      });
    }
  });

  describe("given an account that has both a key and code", () => {
    it("takes the key's signature, whatever the code says (EIP-7702)", async () => {
      const { message, signature, ...system } = await aliceFixture();
      await networkHelpers.setCode(system.alice.address, "0x00");
      await expect(signed.submit(system, message, signature)).not.to.revert(ethers);
    });

    it("rejects another key's signature that the code does not take", async () => {
      const { message, data, ...system } = await aliceFixture();
      await networkHelpers.setCode(system.alice.address, "0x00");
      await refuses(system, message, await sign(system.bob, data));
    });
  });
}

/** What the curve itself says about a signature, without the rules that contracts add. */
async function ecrecover<Message extends object>(data: TypedData<Message>, signature: string): Promise<string> {
  const hash = TypedDataEncoder.hash(data.domain, data.types, { ...data.message });
  const v = zeroPadValue(dataSlice(signature, 64), 32);
  const input = concat([hash, v, dataSlice(signature, 0, 64)]);
  const output = await ethers.provider.call({ to: "0x0000000000000000000000000000000000000001", data: input });
  return output === "0x" ? ZeroAddress : ethers.getAddress(dataSlice(output, 12));
}
