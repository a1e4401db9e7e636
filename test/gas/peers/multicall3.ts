import { Interface } from "ethers";
import { MULTICALL3 } from "../../../scripts/lib/multicall3.js";
import { SIGNED } from "../../../scripts/lib/multicall3Signed.js";
import { encodeTransfer } from "../../../packages/gateway/src/settlement/paymentBatch.js";
import { ethers, networkHelpers } from "../chain.js";
import { BATCHES } from "../payments.js";
import { gasFixture } from "../system.js";
import type { PeerGas } from "./peer.js";

const ABI = new Interface([
  "function tryAggregate(bool requireSuccess, (address target, bytes callData)[] calls) payable " +
    "returns ((bool success, bytes returnData)[])",
]);

async function multicallFixture() {
  const system = await gasFixture();
  const signer = ethers.Transaction.from(SIGNED).from ?? "";
  await networkHelpers.setBalance(signer, ethers.parseEther("0.1"));
  await (await ethers.provider.broadcastTransaction(SIGNED)).wait();
  return system;
}

/** Measures the same batches by Multicall3 with the coin's form for bytes, as the official facilitator sends them. */
export async function measureMulticall3(): Promise<PeerGas[]> {
  const measured: PeerGas[] = [];
  for (const { name, run } of BATCHES) {
    const gas = await run(await networkHelpers.loadFixture(multicallFixture), ({ coin, relayer }, payments) => {
      const calls = payments.map((payment) => ({ target: coin.target, callData: encodeTransfer(payment) }));
      return relayer.sendTransaction({ to: MULTICALL3, data: ABI.encodeFunctionData("tryAggregate", [false, calls]) });
    });
    measured.push({ subject: "batch", operation: name, peer: "Multicall3", gas, recorded: false });
  }
  return measured;
}
