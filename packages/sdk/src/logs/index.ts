export {
  followEvents,
  readEvents,
  type EventBatch,
  type EventFilter,
  type EventFollowing,
  type EventQuery,
  type FollowedEvents,
} from "./events.js";
