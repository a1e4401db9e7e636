import { expect } from "chai";
import { hexlify, Transaction, Wallet, type TransactionLike } from "ethers";
import { encodeTransaction, ProofError, senderOf } from "../../packages/proof/src/index.js";

const wallet = new Wallet(`0x${"07".repeat(32)}`);
const address = `0x${"ab".repeat(20)}`;
const slot = `0x${"0c".repeat(32)}`;

/** A transaction of each type, signed by ethers, beside what JSON-RPC would say of it. */
async function signedOf(type: number): Promise<{ fields: Record<string, unknown>; serialized: string }> {
  const like: TransactionLike = {
    ...{ type, chainId: 1n, nonce: 3, gasLimit: 90_000n, to: address, value: 5n, data: "0xabcd" },
    ...(type < 2 ? { gasPrice: 7n } : { maxFeePerGas: 9n, maxPriorityFeePerGas: 2n }),
    ...(type > 0 && { accessList: [{ address, storageKeys: [slot] }] }),
    ...(type === 3 && { maxFeePerBlobGas: 4n, blobVersionedHashes: [slot.replace("0c", "01")] }),
    ...(type === 4 && { authorizationList: [await wallet.authorize({ address, nonce: 1, chainId: 1n })] }),
  };
  const transaction = Transaction.from(await wallet.signTransaction(Transaction.from(like)));
  const { signature, serialized, accessList, authorizationList } = transaction;
  if (signature === null) throw new Error("it is signed");
  const quantity = (value: bigint | number | null) => (value === null ? undefined : `0x${value.toString(16)}`);
  const fields = {
    ...{ type: quantity(type), chainId: "0x1", nonce: "0x3", gas: quantity(90_000), to: address, value: "0x5" },
    ...{ input: "0xabcd", gasPrice: quantity(transaction.gasPrice), accessList },
    maxFeePerGas: quantity(transaction.maxFeePerGas),
    maxPriorityFeePerGas: quantity(transaction.maxPriorityFeePerGas),
    maxFeePerBlobGas: quantity(transaction.maxFeePerBlobGas),
    blobVersionedHashes: transaction.blobVersionedHashes,
    authorizationList: authorizationList?.map((one) => ({
      ...{ chainId: quantity(one.chainId), address: one.address, nonce: quantity(one.nonce) },
      ...{ yParity: quantity(one.signature.yParity), r: one.signature.r, s: one.signature.s },
    })),
    ...{ r: signature.r, s: signature.s },
    v: quantity(type === 0 ? (signature.networkV ?? signature.v) : signature.yParity),
  };
  return { fields, serialized };
}

describe("proof: transaction", () => {
  for (const type of [0, 1, 2, 3, 4]) {
    describe(`given type ${type}`, () => {
      it("encodes it as ethers does, and recovers the sender", async () => {
        const { fields, serialized } = await signedOf(type);
        const encoded = encodeTransaction(fields, "transaction");
        expect(hexlify(encoded.raw)).to.equal(serialized);
        expect(senderOf(encoded, "transaction")).to.equal(wallet.address.toLowerCase());
      });
    });
  }

  it("refuses the type of another chain", async () => {
    const { fields } = await signedOf(2);
    expect(() => encodeTransaction({ ...fields, type: "0x7e" }, "transaction")).to.throw(
      ProofError,
      "transaction.type",
    );
  });
});
