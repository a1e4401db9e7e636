import { describeCreditWalk } from "./walk.js";

describeCreditWalk(1);
