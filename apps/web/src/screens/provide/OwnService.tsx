import { Button } from "@mantine/core";
import type { ItemOf } from "@servicecoin/indexer/client";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useIndexed } from "../../chain/indexed.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Rating } from "../discover/Rating.tsx";
import { LastPayments } from "./LastPayments.tsx";
import styles from "./Provide.module.css";
import { EditForm } from "./EditForm.tsx";
import type { ServiceTexts } from "./ServiceForm.tsx";
import { WalletPanel } from "./WalletPanel.tsx";

type Service = ItemOf<"/services">;
type Panel = "edit" | "wallet" | "payments";

/** A service of the account, with what its owner may do. */
export function OwnService({ service, account }: { service: Service; account: string }) {
  const { discover, provide, common } = useText();
  const [panel, setPanel] = useState<Panel>();
  const { id, active, rating, wallet } = service;
  const name = service.name ?? discover.unnamed(id);
  const toggle = (wanted: Panel) => {
    setPanel((current) => (current === wanted ? undefined : wanted));
  };
  const change = (what: "edit" | "pause" | "resume", form: ServiceTexts & { price: bigint | undefined }) => {
    const had = (["category", "unit", "endpoint", "price"] as const).filter((field) => service[field] !== null);
    startFlow(async () => (await import("../../flows/updateService.ts")).updateServiceFlow, {
      ...form,
      ...{ agentId: id, uri: service.uri, what, had },
      active: what === "edit" ? active : what === "resume",
    });
  };
  const texts = textsOf(service);
  const buttons = { edit: provide.editOf(name), wallet: provide.walletOf(name), payments: provide.paymentsOf(name) };
  const labels = { edit: provide.edit, wallet: provide.wallet, payments: provide.lastPayments };
  return (
    <li className={styles["service"]}>
      <div className={styles["row"]}>
        <h3 className={styles["name"]}>
          <Link to="/services/$id" params={{ id: String(id) }}>
            <Stranger text={name} />
          </Link>
        </h3>
        {!active && <span className={styles["tag"]}>{discover.paused}</span>}
      </div>
      <div className={styles["about"]}>
        <Rating rating={rating} />
        <span>{service.price === null ? discover.noPrice : <Price service={service} />}</span>
        <span>
          {discover.paidTo}: {wallet === null ? common.nobody : <Address value={wallet} copy={false} />}
        </span>
        {wallet !== null && <WalletIncome wallet={wallet} />}
      </div>
      <div className={styles["row"]}>
        {(["edit", "wallet", "payments"] as const).map((wanted) => (
          <Button
            key={wanted}
            size="xs"
            variant={panel === wanted ? "light" : "default"}
            aria-expanded={panel === wanted}
            aria-label={buttons[wanted]}
            onClick={() => {
              toggle(wanted);
            }}
          >
            {labels[wanted]}
          </Button>
        ))}
        {/* Without a file on the chain, a pause would have to invent a name. */}
        {service.name !== null && (
          <Button
            size="xs"
            variant="default"
            aria-label={active ? provide.pauseOf(name) : provide.resumeOf(name)}
            onClick={() => {
              change(active ? "pause" : "resume", { ...texts, price: undefined });
            }}
          >
            {active ? provide.pause : provide.resume}
          </Button>
        )}
      </div>
      {panel !== undefined && (
        <div className={styles["panel"]}>
          {panel === "edit" && (
            <>
              {service.name === null && service.uri !== "" && <p className={styles["hint"]}>{provide.externalFile}</p>}
              <EditForm
                texts={texts}
                price={service.price}
                onSubmit={(form) => {
                  change("edit", form);
                }}
              />
            </>
          )}
          {panel === "wallet" && <WalletPanel service={{ agentId: id, name, wallet }} account={account} />}
          {panel === "payments" && <LastPayments serviceId={id} />}
        </div>
      )}
    </li>
  );
}

function textsOf({ name, description, category, unit, endpoint }: Service): ServiceTexts {
  return {
    name: name ?? "",
    description: description ?? "",
    category: category ?? "",
    unit: unit ?? "",
    endpoint: endpoint ?? "",
  };
}

function Price({ service: { price, unit } }: { service: Service }) {
  return (
    <>
      <Amount value={price ?? 0n} />
      {unit !== null && (
        <>
          {" / "}
          <Stranger text={unit} />
        </>
      )}
    </>
  );
}

function WalletIncome({ wallet }: { wallet: string }) {
  const { provide } = useText();
  const { data } = useIndexed("/accounts/{address}", { address: wallet });
  if (data === undefined) return null;
  return (
    <span>
      {provide.income}: <Amount value={data.data.earned.amount} />
    </span>
  );
}
