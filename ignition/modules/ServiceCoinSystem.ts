import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { ArgumentType, ContractFuture, IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";
import { localAccount } from "../localAccounts.js";
import { LOCAL_PARAMETERS } from "../parameters.js";
import { packPayout, type Plan } from "../plan.js";
import { UNISWAP, type UniswapAddresses } from "../uniswap.js";

/** Part of every future id in the journals of earlier deployments: never change it. */
const MODULE_ID = "ServiceCoinSystem";

/** The arguments of the transactions: values, or module parameters that Ignition resolves when it deploys. */
interface Arguments {
  initialSupply: ArgumentType;
  maxSupply: ArgumentType;
  /** Default: no transfer to the treasury. */
  treasuryShare?: ArgumentType;
  /** Packed payouts. Default: no batch of transfers. */
  payouts?: ArgumentType;
  settings: Record<keyof Plan["settings"], ArgumentType>;
  /** Default: the deployment places Uniswap. */
  uniswap?: UniswapAddresses;
}

/**
 * Deploys the system. Afterwards the DAO owns the coin, the treasury, the payment hub, the credit contract and itself;
 * the other contracts have no owner.
 *
 * The treasury's share is a transfer of its own: Ignition learns the treasury's address only during the deployment, so
 * the address cannot be packed into a `Payout` beforehand. Each call waits for the previous one, so that an
 * interrupted deployment has at most one transaction with an unknown outcome.
 */
function deploySystem(
  m: IgnitionModuleBuilder,
  { initialSupply, maxSupply, treasuryShare, payouts, settings, uniswap }: Arguments,
) {
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

  const { weth, factory, last } = uniswap === undefined ? placeUniswap(m, batch) : { ...uniswap, last: batch };
  const checkout = m.contract("Checkout", [coin, hub, weth, factory], { after: [last] });
  const liquidity = m.contract("PairLiquidity", [checkout]);
  const payoutAccount = m.contract("PayoutAccount", [coin, hub, registry], { after: [liquidity] });
  const credit = m.contract("Credit", [dao, coin, hub, treasury, payoutAccount]);
  const paid = [];
  if (treasuryShare !== undefined) {
    paid.push(m.call(coin, "transfer", [treasury, treasuryShare], { id: "FundTreasury", after: [credit] }));
  }
  if (payouts !== undefined) {
    paid.push(m.call(coin, "transferBatch", [payouts], { id: "PayAllocations", after: [credit, ...paid] }));
  }
  m.call(coin, "transferOwnership", [dao], { id: "HandOver", after: [credit, ...paid] });

  return {
    ...{ coin, votes, dao, treasury, hub, registry, reputation, validation, batch },
    ...{ checkout, liquidity, payoutAccount, credit },
  };
}

/** Nobody can set a fee of the protocol: that power goes to the zero address. */
function placeUniswap(m: IgnitionModuleBuilder, before: ContractFuture<string>) {
  const weth = m.contract("WETH9", UNISWAP.WETH9, [], { after: [before] });
  const factory = m.contract("UniswapV2Factory", UNISWAP.UniswapV2Factory, [ZeroAddress], { after: [weth] });
  const router = m.contract("UniswapV2Router02", UNISWAP.UniswapV2Router02, [factory, weth]);
  return { weth, factory, last: router };
}

/** Builds the module of a plan. The plan decides which transactions there are: no share, no transfer. */
export function serviceCoinSystem({ treasuryShare, payouts, uniswap, ...plan }: Plan) {
  return buildModule(MODULE_ID, (m) =>
    deploySystem(m, {
      ...plan,
      ...(treasuryShare > 0n ? { treasuryShare } : {}),
      ...(payouts.length > 0 ? { payouts: payouts.map(packPayout) } : {}),
      ...(uniswap === undefined ? {} : { uniswap }),
    }),
  );
}

/**
 * The module of `npx hardhat ignition deploy ignition/modules/ServiceCoinSystem.ts`, with every value as a module
 * parameter. The defaults are those of a local chain, on which the module places Uniswap. Use `npm run deploy` on a
 * public chain: it uses the Uniswap that is there, checks the parameters first, checks the result on chain and writes
 * `deployments/<chainId>.json`.
 *
 * `payouts` is a list of packed payouts (20 bytes of address, 12 bytes of amount). `initialSupply` must be their sum
 * plus `treasuryShare`; the deployer keeps any rest.
 */
export default buildModule(MODULE_ID, (m) => {
  const { allocations, maxSupply, guardian, ...settings } = LOCAL_PARAMETERS;
  const amountOf = (chosen: typeof allocations) => chosen.reduce((sum, { amount }) => sum + amount, 0n);
  const payouts = allocations.flatMap(({ to, amount }) =>
    typeof to === "number" ? packPayout({ to: localAccount(to).address, amount }) : [],
  );
  const treasuryShare = amountOf(allocations.filter(({ to }) => to === "treasury"));
  return deploySystem(m, {
    initialSupply: m.getParameter("initialSupply", amountOf(allocations)),
    maxSupply: m.getParameter("maxSupply", maxSupply),
    treasuryShare: m.getParameter("treasuryShare", treasuryShare),
    payouts: m.getParameter("payouts", payouts),
    settings: {
      votingDelay: m.getParameter("votingDelay", settings.votingDelay),
      votingPeriod: m.getParameter("votingPeriod", settings.votingPeriod),
      lateQuorumExtension: m.getParameter("lateQuorumExtension", settings.lateQuorumExtension),
      executionDelay: m.getParameter("executionDelay", settings.executionDelay),
      gracePeriod: m.getParameter("gracePeriod", settings.gracePeriod),
      proposalThreshold: m.getParameter("proposalThreshold", settings.proposalThreshold),
      quorumPercent: m.getParameter("quorumPercent", settings.quorumPercent),
      quorumFloor: m.getParameter("quorumFloor", settings.quorumFloor),
      guardian: m.getParameter("guardian", typeof guardian === "number" ? localAccount(guardian).address : guardian),
      guardianUntil: m.getParameter("guardianUntil", settings.guardianUntil),
    },
  });
});
