import { expect } from "chai";
import { KeeperMetrics, type MetricsSource } from "../../packages/keeper/src/http/metrics.js";

describe("keeper: metrics", () => {
  const textWith = (source: Partial<MetricsSource> = {}) =>
    new KeeperMetrics({
      inFlight: () => 0,
      waiting: () => 0,
      balance: () => 5n * 10n ** 17n,
      budgetLeft: () => 0n,
      ...source,
    }).all.text();

  it("have each series from the start, so that the first event is an increase", async () => {
    expect(await textWith())
      .to.match(/^servicecoin_keeper_failures_total\{duty="executeProposals"\} 0$/m)
      .and.match(/^servicecoin_keeper_transactions_total\{duty="claimOrders",status="displaced"\} 0$/m)
      .and.match(/^servicecoin_keeper_rounds_total\{obstacle="gasPrice"\} 0$/m);
  });

  it("do not show a balance that is not known as an empty account", async () => {
    expect(await textWith()).to.match(/^servicecoin_keeper_account_balance_ether 0.5$/m);
    expect(await textWith({ balance: () => undefined })).to.match(/^servicecoin_keeper_account_balance_ether Nan$/im);
  });
});
