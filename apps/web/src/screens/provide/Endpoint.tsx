import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useIndexedList } from "../../chain/indexed.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { Handover } from "../../ui/Handover.tsx";
import { AmountInput } from "../../ui/inputs.tsx";
import { Section } from "../../ui/Page.tsx";
import { parseAmount } from "../../ui/parse.ts";
import styles from "./Provide.module.css";
import { snippetOf, type Sold } from "./snippet.ts";

const INSTALL = "npm install express @servicecoin/sdk @servicecoin/gateway";

/** The program of a server that sells each request. */
export function Endpoint({ account }: { account: string }) {
  const t = useText();
  const { provide, discover } = t;
  const { deployment, rpc } = useNetwork();
  const { items } = useIndexedList("/services", { owner: account });
  const [chosen, setChosen] = useState("");
  const [price, setPrice] = useState("0.05");
  const [path, setPath] = useState("/report");
  const [facilitator, setFacilitator] = useState("http://127.0.0.1:4402");
  const sellable = items.filter((service) => service.price !== null && service.wallet !== null);
  const service = sellable.find(({ id }) => String(id) === chosen);
  const amount = parseAmount(price, t);
  // Spaces and a decimal comma are for people.
  const plain = price.replaceAll(/\s/g, "").replace(",", ".");
  const sold: Sold = service === undefined ? { price: plain, payTo: account } : { agentId: service.id };
  const isReady = service !== undefined || amount.value !== undefined;
  return (
    <Section>
      <div className={styles["stack"]}>
        <p className={styles["hint"]}>{provide.endpointIntro}</p>
        <div className={styles["pair"]}>
          <NativeSelect
            label={provide.endpointFor}
            value={chosen}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
            }}
            data={[
              { value: "", label: provide.endpointFixed },
              ...sellable.map(({ id, name }) => ({ value: String(id), label: name ?? discover.unnamed(id) })),
            ]}
          />
          {service === undefined && <AmountInput label={provide.price} text={price} onText={setPrice} isTried />}
          <TextInput
            label={provide.endpointPath}
            value={path}
            onChange={(event) => {
              setPath(event.currentTarget.value);
            }}
          />
          <TextInput
            label={provide.endpointFacilitator}
            description={provide.endpointFacilitatorHint}
            value={facilitator}
            onChange={(event) => {
              setFacilitator(event.currentTarget.value);
            }}
          />
        </div>
        <Handover label={provide.endpointInstall} value={INSTALL} copy={provide.endpointCopyInstall} />
        {isReady && (
          <Handover
            label={provide.endpointCode}
            copy={provide.endpointCopy}
            isTall
            value={snippetOf({ sold, deployment, rpc, facilitator, path })}
          />
        )}
        {items.length > sellable.length && <p className={styles["hint"]}>{provide.endpointNoPrice}</p>}
      </div>
    </Section>
  );
}
