import { useNetwork } from "../../config/settings.ts";
import type { Text } from "../../i18n/text.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { shortAmount } from "../../ui/format.ts";
import { ZERO } from "./movements.ts";

/** The addresses that the treasury's screen needs. */
export function useAddresses() {
  const { contracts } = useNetwork().deployment;
  return {
    treasury: contracts.Treasury.address,
    coin: contracts.ServiceCoin.address,
    hub: contracts.PaymentHub.address,
  };
}

/** "SCV" or "ETH"; undefined for another token. */
export function unitOf(asset: string, coin: string): "SCV" | "ETH" | undefined {
  if (asset === ZERO) return "ETH";
  return asset.toLowerCase() === coin.toLowerCase() ? "SCV" : undefined;
}

/** An amount of an asset of the treasury. Of other tokens the decimals are not known. */
export function AssetAmount({ asset, value }: { asset: string; value: string | bigint }) {
  const { treasury } = useText();
  const { coin } = useAddresses();
  const unit = unitOf(asset, coin);
  if (unit !== undefined) return <Amount value={value} unit={unit} />;
  return (
    <span>
      {String(value)} {treasury.unknownUnits} <Address value={asset} copy={false} />
    </span>
  );
}

/** An amount as text, for sentences. */
export function assetText(asset: string, value: string | bigint, coin: string, { treasury }: Text): string {
  const unit = unitOf(asset, coin);
  return unit === undefined
    ? `${String(value)} ${treasury.unknownUnits} ${asset}`
    : `${shortAmount(BigInt(value))} ${unit}`;
}
