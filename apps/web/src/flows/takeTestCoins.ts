import { createClient, parseScv, readBalance, transfer } from "@servicecoin/sdk";
import { HDNodeWallet, parseEther } from "ethers";
import { createElement } from "react";
import { providerFor, readClient } from "../chain/client.ts";
import type { Flow } from "../flow/flow.ts";
import { Amount } from "../ui/Amount.tsx";

const COINS = parseScv("5");
const ETHER = parseEther("10");

/** On a local chain: coins and ether from the account there that has the most. */
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
    return {
      title: t.home.faucet,
      lines: [
        { label: t.flow.arrives, value: createElement(Amount, { value: amount }), kind: "arrives" },
        { label: t.flow.arrives, value: createElement(Amount, { value: ETHER, unit: "ETH" }), kind: "arrives" },
      ],
      steps: [
        {
          ...{ kind: "transaction", label: t.home.faucet },
          estimateGas: () => prepared.estimateGas(),
          send: async (options) => {
            const ether = await wallet.sendTransaction({ to: account, value: ETHER });
            await ether.wait();
            return prepared.send(options);
          },
        },
      ],
      done: () => ({ text: t.home.faucetDone }),
    };
  },
};
