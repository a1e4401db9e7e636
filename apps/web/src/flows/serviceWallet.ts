import {
  setServiceWallet,
  signServiceWallet,
  unsetServiceWallet,
  type SendOptions,
  type SignedServiceWallet,
} from "@servicecoin/sdk";
import { createElement } from "react";
import type { Flow } from "../flow/flow.ts";
import { FullAddress } from "../ui/FullAddress.tsx";
import { Handover } from "../ui/Handover.tsx";

/** A service whose wallet changes. */
export interface ServiceToPay {
  agentId: number;
  name: string;
}

/** Makes the owner's account, or a payout account of it, the wallet of a service: it agrees by a signature, and sends it. */
export const setOwnWalletFlow: Flow<ServiceToPay & { payoutAccount?: string }> = {
  name: "setServiceWallet",
  review({ client, account, t }, { agentId, name, payoutAccount: newWallet }) {
    const text = t.provide;
    let consent: SignedServiceWallet | undefined;
    const agree = async () => {
      consent = await signServiceWallet(client, { agentId: BigInt(agentId), newWallet });
      return consent;
    };
    return Promise.resolve({
      title: text.walletTitle(name),
      lines: [
        { label: text.walletNew, value: createElement(FullAddress, { value: newWallet ?? account }) },
        { label: text.fee, value: text.walletTwo, kind: "fee" },
      ],
      steps: [
        { kind: "signature", label: text.walletConsent, sign: agree },
        {
          kind: "transaction",
          label: text.walletSet,
          estimateGas: async () => setServiceWallet.estimateGas(client, consent ?? (await agree())),
          send: async (options: SendOptions) => setServiceWallet(client, consent ?? (await agree()), options),
        },
      ],
      done: () => ({ text: text.walletChanged(name) }),
    });
  },
};

/** Signs that the account agrees to be paid for a service of somebody else. */
export const signServiceWalletFlow: Flow<{ agentId: number }> = {
  name: "signServiceWallet",
  review({ client, account, t }, { agentId }) {
    const text = t.provide;
    return Promise.resolve({
      title: text.walletConsent,
      lines: [
        { label: text.service, value: t.discover.unnamed(agentId) },
        { label: text.walletNew, value: createElement(FullAddress, { value: account }) },
        { label: text.walletValid, value: text.walletValidRule },
      ],
      steps: [
        {
          kind: "signature",
          label: text.walletConsent,
          sign: () => signServiceWallet(client, { agentId: BigInt(agentId) }),
        },
      ],
      done: ([signed]) => ({
        text: text.walletSigned,
        share: createElement(Handover, {
          label: text.walletConsentText,
          value: written(signed as SignedServiceWallet),
        }),
      }),
    });
  },
};

function written(signed: SignedServiceWallet): string {
  return JSON.stringify(signed, (_field, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

/** Makes another account, which has signed that it agrees, the wallet of a service. */
export const setServiceWalletFlow: Flow<ServiceToPay & { consent: SignedServiceWallet }> = {
  name: "setServiceWallet",
  async review({ client, t }, { name, consent }) {
    const text = t.provide;
    const prepared = await setServiceWallet.prepare(client, consent);
    await prepared.simulate();
    return {
      title: text.walletTitle(name),
      lines: [
        { label: text.walletNew, value: createElement(FullAddress, { value: consent.newWallet }) },
        { label: text.fee, value: text.feeNone, kind: "fee" },
      ],
      steps: [{ kind: "transaction", label: text.walletSet, ...prepared }],
      done: () => ({ text: text.walletChanged(name) }),
    };
  },
};

/** Leaves a service without a wallet. */
export const unsetServiceWalletFlow: Flow<ServiceToPay> = {
  name: "unsetServiceWallet",
  async review({ client, t }, { agentId, name }) {
    const text = t.provide;
    const prepared = await unsetServiceWallet.prepare(client, { agentId: BigInt(agentId) });
    await prepared.simulate();
    return {
      title: text.walletRemove,
      lines: [
        { label: text.service, value: name },
        { label: text.fee, value: text.feeNone, kind: "fee" },
      ],
      warnings: [text.walletRemoveRule],
      steps: [{ kind: "transaction", label: text.walletRemove, ...prepared }],
      done: () => ({ text: text.walletRemoved(name) }),
    };
  },
};
