import type { ContractTransactionResponse } from "ethers";
import type { ServiceCoin } from "../../packages/sdk/src/typechain/index.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { coinFixture, Receiving, type CoinSystem } from "../fixtures/coin.js";
import { expectRevert } from "../fixtures/expectRevert.js";

/** A function of ServiceCoin that calls the other side: with `data`, or without when it is undefined. */
export interface Notifying {
  /** `ERC1363InvalidReceiver` or `ERC1363InvalidSpender`. */
  error: "ERC1363InvalidReceiver" | "ERC1363InvalidSpender";
  /** Called by bob for alice's coins, or by alice herself, whatever the function is about. */
  call: (system: CoinSystem, to: string, value: bigint, data?: string) => Promise<ContractTransactionResponse>;
  /** What must be as before after a refusal. */
  expectUntouched: (system: CoinSystem, coin: ServiceCoin, to: string) => Promise<void>;
}

/** What the ERC-1363 functions refuse. */
export function shouldRefuseBadReceivers({ error, call, expectUntouched }: Notifying): void {
  for (const data of [undefined, "0x1234"]) {
    describe(data === undefined ? "given a bad receiver and no data" : "given a bad receiver and data", () => {
      for (const mode of ["WrongSelector", "Silent"] as const) {
        it(`rejects one that returns ${mode}`, async () => {
          const system = await networkHelpers.loadFixture(coinFixture);
          const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving[mode]]);
          const to = await receiver.getAddress();
          await expectRevert(call(system, to, 5n, data), system.coin, error, [to]);
          await expectUntouched(system, system.coin, to);
        });
      }

      it("passes on the reason of one that reverts", async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const receiver = await ethers.deployContract("Erc1363Receiver", [Receiving.Reverting]);
        const to = await receiver.getAddress();
        await expectRevert(call(system, to, 5n, data), receiver, "Erc1363ReceiverRefused", [5n]);
        await expectUntouched(system, system.coin, to);
      });

      it("rejects an account without code", async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const to = system.carol.address;
        await expectRevert(call(system, to, 5n, data), system.coin, error, [to]);
        await expectUntouched(system, system.coin, to);
      });

      it("rejects a contract that does not know ERC-1363", async () => {
        const system = await networkHelpers.loadFixture(coinFixture);
        const to = await system.coin.getAddress();
        await expectRevert(call(system, to, 5n, data), system.coin, error, [to]);
        await expectUntouched(system, system.coin, to);
      });
    });
  }
}
