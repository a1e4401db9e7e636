import { describeWalk } from "./walk.js";

// Each seed has a file, so that the three run side by side.
describeWalk(1);
