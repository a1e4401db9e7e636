/**
 * An index of everything that happened in a ServiceCoin system: rows in SQLite or PostgreSQL, exact through crashes and
 * reorganizations.
 *
 * @module
 */
export { createApi, startApi, type Api, type ApiOptions, type Listen, type RunningApi } from "./api/server.js";
export { openPersonal, personalLocation, type Personal } from "./api/personal/personal.js";
export type { Node } from "./chain/chain.js";
export { HttpNode, JsonRpcError } from "./chain/httpNode.js";
export { openDatabase } from "./database.js";
export type { Verification, VerificationCounts } from "./follow/liveFollow.js";
export { Indexer, type IndexerOptions, type Step } from "./indexer.js";
export { fromMatchesDocument, matchesDocument, toMatchesDocument } from "./matching/document.js";
export type { Ranking } from "./matching/learned.js";
export {
  matchServices,
  matchServicesIn,
  NeedError,
  type Need,
  type ScorePart,
  type ServiceMatch,
  type ServiceMatches,
} from "./matching/matchServices.js";
export { WEIGHTS, type PartName } from "./matching/weights.js";
export { amountParam, exactSum } from "./query/amounts.js";
export { QueryTimeError } from "./query/queryTimeError.js";
export {
  Reader,
  type ReadOptions,
  type Schema,
  type Snapshot,
  type SnapshotInfo,
  type StoredAmount,
} from "./query/reader.js";
export { statisticsCsv } from "./statistics/csv.js";
export { InvalidPeriod, parsePeriod, periodAt, UNITS, type Period, type Unit } from "./statistics/period.js";
export { dailyReport, type DailyReport } from "./statistics/report/dailyReport.js";
export type { Statistics } from "./statistics/schema.js";
export { PeriodError, readLastStatistics, readStatistics } from "./statistics/statistics.js";
export type { IndexStatus, SavedStatus } from "./status.js";
export type { NodeFault, NodeFaults } from "./sync/fullSync.js";
export { dialectOf, type Dialect } from "./store/columns.js";
export { DatabaseError, databaseName, type Database } from "./store/database.js";
export { idsFound, searchServices, type FoundService } from "./store/search.js";
export { SCHEMA_VERSION } from "./store/schema.js";
export type { Batch, Cursor, Store } from "./store/store.js";
export { HandlerError } from "./store/workingSet.js";
export {
  VerifyError,
  verifyIndex,
  type Difference,
  type VerifiedIndex,
  type VerifyOptions,
} from "./verify/verifyIndex.js";
