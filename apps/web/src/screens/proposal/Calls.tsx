import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { networkIdOf } from "../../chain/networkId.ts";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Summary } from "../../ui/Summary.tsx";
import type { Proposal } from "../dao/proposals.ts";
import { callWords } from "./callWords.ts";
import styles from "./proposal.module.css";

type Call = Proposal["calls"][number];

/** What the index says of a call that it cannot put into words. */
const UNKNOWN = "NOT DECODED:";

/** What a proposal does if it passes. */
export function Calls({ calls }: { calls: readonly Call[] }) {
  return (
    <ol className={styles["calls"]}>
      {calls.map((call, index) => (
        <li key={index}>
          <OneCall call={call} />
        </li>
      ))}
    </ol>
  );
}

function OneCall({ call }: { call: Call }) {
  const t = useText();
  const { dao } = t;
  const network = useNetwork();
  const { deployment } = network;
  const { target, value, data, summary } = call;
  const isDao = target.toLowerCase() === deployment.contracts.ServiceDAO.address.toLowerCase();
  const isText = isDao && value === "0" && data === "0x";
  const isUnknown = summary.includes(UNKNOWN);
  const { data: known } = useQuery({
    queryKey: ["call", networkIdOf(network), target, value, data],
    // A query must not answer with undefined.
    queryFn: async () => ({ facts: (await import("../../chain/callFacts.ts")).factsOfCall(network, call) }),
    enabled: !isUnknown && !isText,
    staleTime: Infinity,
  });
  // The index has words for every call, in English.
  const inEnglish = isUnknown ? (summary.split(UNKNOWN)[0] ?? "") : summary;
  return (
    <>
      {isText ? (
        dao.textOnly
      ) : known?.facts === undefined ? (
        <span lang="en">
          <Summary text={inEnglish} />
        </span>
      ) : (
        <Summary text={callWords(known.facts, t)} />
      )}
      {isUnknown && (
        <Alert color="yellow" variant="light">
          {dao.notDecoded}
        </Alert>
      )}
      <details open={isUnknown}>
        <summary>{dao.details}</summary>
        <Facts
          facts={[
            [dao.target, <Address key="" value={target} />],
            value === "0" ? null : [dao.value, <Amount key="" value={value} unit="ETH" exact />],
          ]}
        />
        <div>
          {dao.data} <CopyButton value={data} />
        </div>
        <p className={styles["data"]}>{data}</p>
      </details>
    </>
  );
}
