import { Button, NativeSelect } from "@mantine/core";
import { formatUnits } from "ethers/utils";
import { useState } from "react";
import { useIndexed } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { parseAmount } from "../../ui/parse.ts";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./OrderForm.module.css";

const DAY = 86_400;
const DELIVERY_DAYS = [1, 3, 7, 14, 30];
const REVIEW_DAYS = [1, 3, 7, 14];

interface Props {
  service: { id: number; name: string | null; owner: string; wallet: string | null; price: string | null };
}

/** The terms of an order for a service. */
export function OrderForm({ service: { id, name, owner, wallet, price } }: Props) {
  const t = useText();
  const { discover } = t;
  const account = useAccount();
  const { data } = useIndexed("/accounts/{address}", { address: account ?? "" }, { enabled: account !== undefined });
  const [text, setText] = useState(price === null ? "" : formatUnits(price, 18).replace(/\.0$/, ""));
  const [deliveryDays, setDeliveryDays] = useState("7");
  const [reviewDays, setReviewDays] = useState("3");
  const [isTried, setTried] = useState(false);
  if (wallet === null) return <Empty>{discover.noWallet}</Empty>;
  if (account === owner || account === wallet) return <Empty>{discover.yourOwn}</Empty>;

  const submit = () => {
    setTried(true);
    const { value } = parseAmount(text, t);
    if (value === undefined) return;
    startFlow(async () => (await import("../../flows/openOrder.ts")).openOrderFlow, {
      payee: wallet,
      price: value,
      deliverWithin: BigInt(deliveryDays) * BigInt(DAY),
      window: BigInt(reviewDays) * BigInt(DAY),
      serviceName: name ?? discover.unnamed(id),
    });
  };
  const days = (all: number[]) => all.map((count) => ({ value: String(count), label: discover.days(count) }));
  return (
    <form
      className={styles["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <AmountInput
        label={discover.price}
        text={text}
        onText={setText}
        isTried={isTried}
        available={data === undefined ? undefined : BigInt(data.data.balance)}
      />
      <NativeSelect
        label={discover.deliverWithin}
        value={deliveryDays}
        onChange={(event) => {
          setDeliveryDays(event.currentTarget.value);
        }}
        data={days(DELIVERY_DAYS)}
      />
      <NativeSelect
        label={discover.reviewTime}
        value={reviewDays}
        onChange={(event) => {
          setReviewDays(event.currentTarget.value);
        }}
        data={days(REVIEW_DAYS)}
      />
      <Button type="submit">{discover.order}</Button>
    </form>
  );
}
