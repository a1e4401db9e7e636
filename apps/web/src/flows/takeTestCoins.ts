import { createClient, parseScv, readBalance, transfer } from "@servicecoin/sdk";
import { HDNodeWallet, parseEther } from "ethers";
import { createElement } from "react";
import { providerFor, readClient } from "../chain/client.ts";
import type { Flow, TransactionStep } from "../flow/flow.ts";
import { Amount } from "../ui/Amount.tsx";
import { inScv } from "../ui/format.ts";

const COINS = parseScv("5");
const ETHER = parseEther("10");

/** On a local chain: coins, and ether for an account that has little, from the account there that has the most coins. */
export const takeTestCoins: Flow<object> = {
  name: "takeTestCoins",
  async review({ account, network, t }) {
    const { local, deployment } = network;
    if (local === undefined) throw new Error("Only local chains have test coins.");
    const reader = await readClient(network);
    const balances = await Promise.all(
      local.accounts.map(async (address, index) => ({
        ...{ address, index },
        balance: await readBalance(reader, { account: address }),
      })),
    );
    const others = balances.filter(({ address }) => address !== account);
    const giver = others.reduce((most, one) => (one.balance > most.balance ? one : most));
    const provider = await providerFor(network);
    const wallet = HDNodeWallet.fromPhrase(local.mnemonic, undefined, `m/44'/60'/0'/0/${giver.index}`).connect(
      provider,
    );
    const amount = giver.balance < COINS ? giver.balance : COINS;
    const prepared = await transfer.prepare(createClient(wallet, deployment), { to: account, amount });
    const hasEther = (await provider.getBalance(account)) >= ETHER;
    const sendEther: TransactionStep = {
      ...{ kind: "transaction", label: t.home.faucetEther },
      estimateGas: () => wallet.estimateGas({ to: account, value: ETHER }),
      async send({ onSent }) {
        const sent = await wallet.sendTransaction({ to: account, value: ETHER });
        onSent?.(sent.hash);
        const receipt = await sent.wait();
        if (receipt === null) throw new Error(`The transaction ${sent.hash} has no receipt.`);
        return { hash: sent.hash, receipt, events: [] };
      },
    };
    const ether = {
      label: t.flow.arrives,
      value: createElement(Amount, { value: ETHER, unit: "ETH" }),
      kind: "arrives",
    } as const;
    return {
      title: t.home.faucet,
      lines: [
        { label: t.flow.arrives, value: createElement(Amount, { value: amount }), kind: "arrives" },
        ...(hasEther ? [] : [ether]),
      ],
      steps: [
        ...(hasEther ? [] : [sendEther]),
        { kind: "transaction", label: t.home.faucetCoins(inScv(amount)), ...prepared },
      ],
      done: () => ({ text: t.home.faucetDone }),
    };
  },
};
