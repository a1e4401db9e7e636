import { Alert, Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { networkIdOf } from "../../chain/networkId.ts";
import { useNetwork } from "../../config/settings.ts";
import { startFlow } from "../../flow/runner.ts";
import { useText } from "../../i18n/text.ts";
import { Facts } from "../../ui/Facts.tsx";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { Page, Section } from "../../ui/Page.tsx";
import { signedFacts, signerOf } from "../../ui/signedFacts.tsx";
import { readSigned, writeSigned, type SignedMessage } from "../../ui/signedText.ts";
import { Loading, Problem } from "../../ui/States.tsx";
import { useAccount } from "../../wallet/session.ts";
import styles from "./Signed.module.css";

/** Something that one account signed, and that another sends. */
export function Screen() {
  const { gasless } = useText();
  const search = useLocation({ select: ({ searchStr }) => searchStr });
  const [pasted, setPasted] = useState("");
  const hasLink = search.includes("m=");
  const message = readSigned(search) ?? readSigned(pasted);
  return (
    <Page title={gasless.title} intro={gasless.intro}>
      {message === undefined ? (
        <Section>
          {hasLink && (
            <Alert color="red" variant="light" mb="sm" role="alert">
              {gasless.bad}
            </Alert>
          )}
          <Textarea
            label={gasless.paste}
            description={gasless.pasteHint}
            rows={6}
            spellCheck={false}
            value={pasted}
            onChange={(event) => {
              setPasted(event.currentTarget.value);
            }}
            error={pasted.trim() === "" ? undefined : gasless.bad}
          />
        </Section>
      ) : (
        <Found message={message} />
      )}
    </Page>
  );
}

function Found({ message }: { message: SignedMessage }) {
  const t = useText();
  const { gasless } = t;
  const isMine = useAccount() === signerOf(message);
  return (
    <Section title={gasless.kinds[message.kind]}>
      <div className={styles["stack"]}>
        <Facts
          facts={[
            [gasless.signer, <FullAddress key="" value={signerOf(message)} />],
            ...signedFacts(message, t).map(({ label, value }) => [label, value] as const),
          ]}
        />
        {isMine && <p className={styles["hint"]}>{gasless.own}</p>}
        <Check message={message} isMine={isMine} />
      </div>
    </Section>
  );
}

function Check({ message, isMine }: { message: SignedMessage; isMine: boolean }) {
  const { gasless } = useText();
  const network = useNetwork();
  const { data, error, refetch } = useQuery({
    queryKey: ["signed", networkIdOf(network), network.rpc, writeSigned(message)],
    queryFn: async () => (await import("../../flow/signedState.ts")).checkSigned(message),
  });
  if (data === undefined)
    return error === null ? <Loading lines={1} /> : <Problem error={error} retry={() => void refetch()} />;
  const { state, sentence } = data;
  if (state === "ready") {
    return (
      <>
        <Alert color="teal" variant="light">
          {gasless.states.ready}
        </Alert>
        <Buttons message={message} isMine={isMine} />
      </>
    );
  }
  return (
    <Alert color={state === "refused" ? "red" : "gray"} variant="light" role="alert">
      {sentence === undefined ? gasless.states[state] : `${gasless.states[state]}: ${sentence}`}
    </Alert>
  );
}

function Buttons({ message, isMine }: { message: SignedMessage; isMine: boolean }) {
  const { gasless } = useText();
  const isRevocable = message.kind === "transfer" || message.kind === "lock" || message.kind === "order";
  return (
    <div className={styles["buttons"]}>
      <Button
        variant={isMine ? "default" : "filled"}
        onClick={() => {
          startFlow(async () => (await import("../../flows/submitSigned.ts")).submitSignedFlow, { message });
        }}
      >
        {gasless.send}
      </Button>
      {isMine && isRevocable && (
        <Button
          variant="default"
          onClick={() => {
            startFlow(async () => (await import("../../flows/takeBack.ts")).takeBackFlow, { message });
          }}
        >
          {gasless.takeBackButton}
        </Button>
      )}
    </div>
  );
}
