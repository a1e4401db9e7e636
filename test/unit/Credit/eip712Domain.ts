import { expect } from "chai";
import { TypedDataEncoder, ZeroAddress, ZeroHash } from "ethers";
import { ethers, networkHelpers } from "../../fixtures/chain.js";
import { creditFixture, loanData, loanOf, MAX_UINT96, type Loan } from "../../fixtures/credit.js";
import { domainOf } from "../../fixtures/signatures.js";

const ONES = "0xFFfFfFffFFfffFFfFFfFFFFFffFFFffffFfFFFfF";
const HIGHEST_TIME = 2n ** 40n - 1n;

/** Each field of the terms at another value than in `loanOf`, the numbers at their highest. */
const HIGHEST: Loan = {
  lender: ONES,
  borrower: ONES,
  account: ONES,
  amount: MAX_UINT96,
  charge: MAX_UINT96,
  rate: HIGHEST_TIME,
  lateRate: HIGHEST_TIME,
  due: HIGHEST_TIME,
  period: 2n ** 32n - 1n,
  instalments: 65_535n,
  grace: 2n ** 32n - 1n,
  collateral: MAX_UINT96,
  pull: true,
  income: true,
  cover: MAX_UINT96,
  feeBps: 65_535n,
  orders: `0x${"ff".repeat(32)}`,
  validUntil: HIGHEST_TIME,
  ref: `0x${"ff".repeat(32)}`,
};

describe("Credit.eip712Domain", () => {
  it("returns name, version, chain and contract, and no more (ERC-5267)", async () => {
    const { credit } = await networkHelpers.loadFixture(creditFixture);
    const { chainId } = await ethers.provider.getNetwork();
    expect(await credit.eip712Domain()).to.deep.equal(["0x0f", "Credit", "1", chainId, credit.target, ZeroHash, []]);
  });

  describe("given the terms of a loan", () => {
    it("has their struct hash as id and the digest that wallets sign, each field by its name", async () => {
      const system = await networkHelpers.loadFixture(creditFixture);
      const { credit } = system;
      const domain = await domainOf(credit);
      const loan = await loanOf(system);
      const ids = new Set<string>();
      const changes = Object.entries<string | bigint | boolean>({ ...HIGHEST }).map(([field, value]) => ({
        [field]: value,
      }));
      for (const change of [{}, ...changes, HIGHEST, { lender: ZeroAddress }]) {
        const { types, message } = loanData(domain, { ...loan, ...change });
        const id = await credit.idOf(message);
        expect(id).to.equal(TypedDataEncoder.hashStruct("Loan", types, { ...message }));
        expect(await credit.offerOf(message)).to.equal(TypedDataEncoder.hash(domain, types, { ...message }));
        ids.add(id);
      }
      expect(ids.size).to.equal(22);
    });
  });
});
