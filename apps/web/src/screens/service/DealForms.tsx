import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useBalance } from "../../chain/useBalance.ts";
import { useText } from "../../i18n/text.ts";
import { serviceName } from "../../ui/serviceName.ts";
import { Empty } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import { OrderForm } from "./OrderForm.tsx";
import styles from "./OrderForm.module.css";
import { StreamForm } from "./StreamForm.tsx";
import { SubscriptionForm } from "./SubscriptionForm.tsx";

const WAYS = ["order", "stream", "subscription"] as const;
type Way = (typeof WAYS)[number];

const FORMS = { order: OrderForm, stream: StreamForm, subscription: SubscriptionForm };

/** What the form of a deal needs to know. */
export interface DealFormProps {
  name: string;
  /** Number of the service. */
  id: number;
  /** Whom to pay. */
  payee: string;
  /** Base units of SCV; null when the service has none. */
  price: string | null;
  /** Base units that the account has; undefined while that is not known. */
  available: bigint | undefined;
}

interface Props {
  service: { id: number; name: string | null; owner: string; wallet: string | null; price: string | null };
}

/** The ways to pay a service. */
export function DealForms({ service: { id, name, owner, wallet, price } }: Props) {
  const t = useText();
  const { discover } = t;
  const account = useAccount();
  const available = useBalance();
  const [way, setWay] = useState<Way>("order");
  if (wallet === null) return <Empty>{discover.noWallet}</Empty>;
  if (account === owner || account === wallet) return <Empty>{discover.yourOwn}</Empty>;
  const Form = FORMS[way];
  return (
    <div className={styles["form"]}>
      <SegmentedControl
        fullWidth
        aria-label={discover.waysLabel}
        value={way}
        onChange={setWay}
        data={WAYS.map((value) => ({ value, label: discover.ways[value] }))}
      />
      <p className={styles["hint"]}>{discover.wayHints[way]}</p>
      <Form id={id} name={serviceName({ id, name }, t)} payee={wallet} price={price} available={available} />
    </div>
  );
}
