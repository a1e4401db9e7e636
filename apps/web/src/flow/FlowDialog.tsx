import { Alert, Button, Loader } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useText } from "../i18n/text.ts";
import { useStore } from "../store/store.ts";
import { Amount } from "../ui/Amount.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Summary } from "../ui/Summary.tsx";
import { TransactionLink } from "../ui/TransactionLink.tsx";
import { session } from "../wallet/session.ts";
import styles from "./FlowDialog.module.css";
import type { Review } from "./flow.ts";
import { PayWithChoice } from "./PayWithChoice.tsx";
import {
  approveFlow,
  closeFlow,
  retryFlow,
  type FailedFlow,
  type FlowStage,
  type GasCost,
  type OpenFlow,
} from "./runner.ts";

/** The open flow, from its review to its result. */
export function FlowDialog({ flow: { stage } }: { flow: OpenFlow }) {
  const { flow } = useText();
  const review = "review" in stage ? stage.review : undefined;
  const title = review?.title ?? (stage.stage === "failed" ? flow.notNow : flow.preparing);
  return (
    <Dialog onClose={closeFlow} title={title} closeOnClickOutside={stage.stage === "done"}>
      <div className={styles["stack"]} aria-live="polite" data-stage={stage.stage}>
        <Stage stage={stage} />
      </div>
    </Dialog>
  );
}

function Stage({ stage }: { stage: FlowStage }) {
  const { flow } = useText();
  switch (stage.stage) {
    case "preparing":
      return <Waiting>{flow.preparing}</Waiting>;
    case "review":
      return <ReviewStage {...stage} />;
    case "asking": {
      const { steps } = stage.review;
      const label = steps[stage.step]?.label ?? "";
      return (
        <>
          <Lines review={stage.review} />
          {steps.length > 1 && <p>{flow.askingStep(stage.step + 1, steps.length, label)}</p>}
          <Waiting>{flow.asking}</Waiting>
        </>
      );
    }
    case "sent":
      return (
        <>
          <Waiting>{flow.sent}</Waiting>
          <p className={styles["hint"]}>{flow.sentHint}</p>
          <p>
            {flow.transaction} <TransactionLink hash={stage.hash} />
          </p>
        </>
      );
    case "indexing":
      return <Waiting>{flow.indexing}</Waiting>;
    case "done":
      return <DoneStage {...stage} />;
    case "failed":
      return <FailedStage {...stage} />;
  }
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <div className={styles["waiting"]} role="status">
      <Loader size="sm" /> <span>{children}</span>
    </div>
  );
}

function Lines({ review: { lines } }: { review: Review }) {
  return (
    <dl className={styles["lines"]}>
      {lines.map(({ label, value, kind = "fact" }, index) => (
        // Two lines may have one label, such as coins and ether that arrive.
        <div key={index} data-kind={kind} className={styles["line"]}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ReviewStage({
  review,
  gas,
  notice,
  isUpdating = false,
}: {
  review: Review;
  gas: GasCost | undefined;
  notice?: string | undefined;
  isUpdating?: boolean;
}) {
  const { common, flow } = useText();
  const isLocal = useStore(session)?.wallet.kind === "local";
  const isSent = review.steps.some(({ kind }) => kind === "transaction");
  return (
    <>
      {notice !== undefined && <Alert color="gray">{notice}</Alert>}
      {review.payWith !== undefined && <PayWithChoice payWith={review.payWith} />}
      <div aria-busy={isUpdating} className={styles["review"]}>
        <Lines review={review} />
      </div>
      {review.refusal !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {review.refusal}
        </Alert>
      )}
      {review.warnings?.map((warning) => (
        <Alert key={warning} color="yellow" variant="light">
          <Summary text={warning} />
        </Alert>
      ))}
      {gas !== undefined && (
        <p className={styles["hint"]}>
          {flow.networkFee} <Amount value={gas.wei} unit="ETH" />
        </p>
      )}
      {/* What a transaction after a signature costs is not known yet. */}
      {review.steps.length > 0 && !isSent && <p className={styles["hint"]}>{flow.noNetworkFee}</p>}
      <div className={styles["buttons"]}>
        <Button variant="default" onClick={closeFlow}>
          {common.cancel}
        </Button>
        {review.refusal === undefined && (
          <Button data-autofocus aria-busy={isUpdating} onClick={approveFlow}>
            {!isLocal ? flow.approve : isSent ? flow.approveLocal : flow.sign}
          </Button>
        )}
      </div>
    </>
  );
}

function DoneStage({ done, hash }: Extract<FlowStage, { stage: "done" }>) {
  const { common, flow } = useText();
  return (
    <>
      <Alert color="teal" variant="light" title={flow.done}>
        {done.text}
      </Alert>
      {done.share}
      {hash !== undefined && (
        <p className={styles["hint"]}>
          {flow.transaction} <TransactionLink hash={hash} />
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button variant="default" onClick={closeFlow}>
          {common.close}
        </Button>
        {done.next !== undefined && (
          // A plain link would do, but looks like one of several things to read, not like what comes next.
          <Button component={Link} to={done.next.to} onClick={closeFlow} data-autofocus>
            {done.next.label}
          </Button>
        )}
      </div>
    </>
  );
}

function FailedStage({ sentence, hash, mayBeMined, taken = [] }: FailedFlow) {
  const { common, flow } = useText();
  const title = mayBeMined
    ? flow.unconfirmed
    : taken.length > 0
      ? flow.failedPartly
      : hash === undefined
        ? flow.failed
        : flow.failedOnChain;
  return (
    <>
      <Alert color={mayBeMined ? "yellow" : "red"} variant="light" title={title} role="alert">
        <Summary text={sentence} />
      </Alert>
      {taken.length > 0 && <p>{flow.doneBefore(taken.join(", "))}</p>}
      {mayBeMined && <p className={styles["hint"]}>{flow.unconfirmedHint}</p>}
      {hash !== undefined && (
        <p className={styles["hint"]}>
          {flow.transaction} <TransactionLink hash={hash} />
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button variant="default" onClick={closeFlow}>
          {common.close}
        </Button>
        {!mayBeMined && <Button onClick={retryFlow}>{common.retry}</Button>}
      </div>
    </>
  );
}
