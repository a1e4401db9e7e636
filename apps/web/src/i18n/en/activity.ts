/** Live events. */
export const activity = {
  title: "Activity",
  intro: "Every event of the contracts, the newest first.",
  live: "Live",
  connecting: "Connecting…",
  mine: "Only what concerns my account",
  nothing: "Nothing has happened lately.",
};
