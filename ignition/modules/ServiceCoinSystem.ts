import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { solidityPacked } from "ethers";
import type { Plan } from "../plan.js";

/**
 * The whole system. At the end the DAO owns the coin, the treasury, the payment hub and itself, and nobody the registries and the batch.
 *
 * A function of the plan, because who is paid decides which transactions there are. The treasury's share is a call of its own:
 * Ignition learns the treasury's address only while it deploys, so nobody can pack it into a `Payout` before. One call
 * waits for another, so that a killed deployment has one open question at most.
 */
export function serviceCoinSystem({ initialSupply, maxSupply, treasuryShare, payouts, settings }: Plan) {
  return buildModule("ServiceCoinSystem", (m) => {
    const deployer = m.getAccount(0);
    const coin = m.contract("ServiceCoin", [deployer, deployer, initialSupply, maxSupply]);
    const votes = m.contract("ServiceVotes", [coin]);
    const dao = m.contract("ServiceDAO", [votes, settings]);
    const treasury = m.contract("Treasury", [dao, coin]);

    const hub = m.contract("PaymentHub", [dao, coin, treasury]);
    const registry = m.contract("ServiceRegistry", [], { after: [hub] });
    const reputation = m.contract("ServiceReputation", [registry, hub]);
    const validation = m.contract("ServiceValidation", [registry], { after: [reputation] });
    const batch = m.contract("PaymentBatch", [coin], { after: [validation] });
    const paid = [];
    if (treasuryShare > 0n) {
      paid.push(m.call(coin, "transfer", [treasury, treasuryShare], { id: "FundTreasury", after: [batch] }));
    }
    if (payouts.length > 0) {
      const packed = payouts.map(({ to, amount }) => solidityPacked(["address", "uint96"], [to, amount]));
      paid.push(m.call(coin, "transferBatch", [packed], { id: "PayAllocations", after: [batch, ...paid] }));
    }
    m.call(coin, "transferOwnership", [dao], { id: "HandOver", after: [batch, ...paid] });

    return { coin, votes, dao, treasury, hub, registry, reputation, validation, batch };
  });
}

export { CONTRACTS, type ContractName } from "../../packages/sdk/src/core/contracts.js";
