import {
  ExecutionEventResultType,
  type ExecutionEventListener,
  type ExecutionEventResult,
  type TransactionConfirmEvent,
  type TransactionSendEvent,
} from "@nomicfoundation/ignition-core";
import type { Log } from "./log.js";

const LABELS: Record<string, string> = {
  FundTreasury: "Treasury funded",
  PayAllocations: "Allocations paid",
  HandOver: "Ownership of the coin handed to the DAO",
};

const ignored = () => Promise.resolve();

/** Logs one line per finished step and, on chains where it takes time, one per pending transaction. */
export class ProgressListener implements ExecutionEventListener {
  /** Hashes of the transactions that this run confirmed, by step. */
  readonly confirmed = new Map<string, string>();

  /** @param confirmations Confirmations to wait for. Undefined where they take no time. */
  constructor(
    private readonly log: Log,
    private readonly confirmations: number | undefined,
  ) {}

  transactionSend({ futureId, hash }: TransactionSendEvent): Promise<void> {
    if (this.confirmations !== undefined) {
      this.log(`  ${nameOf(futureId)}: sent ${hash}, waiting for ${this.confirmations} confirmations`);
    }
    return Promise.resolve();
  }

  transactionConfirm({ futureId, hash }: TransactionConfirmEvent): Promise<void> {
    this.confirmed.set(futureId, hash);
    return Promise.resolve();
  }

  deploymentExecutionStateComplete(event: { futureId: string; result: ExecutionEventResult }): Promise<void> {
    if (event.result.type === ExecutionEventResultType.SUCCESS) {
      this.log(`  ${nameOf(event.futureId)} deployed to ${event.result.result ?? "?"}`);
    }
    return Promise.resolve();
  }

  callExecutionStateComplete(event: { futureId: string; result: ExecutionEventResult }): Promise<void> {
    const name = nameOf(event.futureId);
    if (event.result.type === ExecutionEventResultType.SUCCESS) this.log(`  ${LABELS[name] ?? name}`);
    return Promise.resolve();
  }

  onchainInteractionBumpFees({ futureId }: { futureId: string }): Promise<void> {
    this.log(`  ${nameOf(futureId)}: not mined yet, replacing it with a higher fee`);
    return Promise.resolve();
  }

  readonly wipeApply = ignored;
  readonly deploymentExecutionStateInitialize = ignored;
  readonly callExecutionStateInitialize = ignored;
  readonly staticCallExecutionStateInitialize = ignored;
  readonly staticCallExecutionStateComplete = ignored;
  readonly sendDataExecutionStateInitialize = ignored;
  readonly sendDataExecutionStateComplete = ignored;
  readonly contractAtExecutionStateInitialize = ignored;
  readonly readEventArgumentExecutionStateInitialize = ignored;
  readonly encodeFunctionCallExecutionStateInitialize = ignored;
  readonly networkInteractionRequest = ignored;
  readonly transactionPrepareSend = ignored;
  readonly staticCallComplete = ignored;
  readonly onchainInteractionDropped = ignored;
  readonly onchainInteractionReplacedByUser = ignored;
  readonly onchainInteractionTimeout = ignored;
  readonly deploymentStart = ignored;
  readonly deploymentInitialize = ignored;
  readonly reconciliationWarnings = ignored;
  readonly batchInitialize = ignored;
  readonly runStart = ignored;
  readonly beginNextBatch = ignored;
  readonly deploymentComplete = ignored;
  readonly setModuleId = ignored;
  readonly setStrategy = ignored;
}

function nameOf(futureId: string): string {
  const name = futureId.split("#").at(-1) ?? futureId;
  return name.split(".").at(-1) ?? name;
}
