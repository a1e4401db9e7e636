import type { Text } from "../text.ts";
import { common } from "./common.ts";
import { dao } from "./dao.ts";
import { discover } from "./discover.ts";
import { flow } from "./flow.ts";
import { home } from "./home.ts";
import { orders } from "./orders.ts";
import { propose } from "./propose.ts";
import { shell } from "./shell.ts";

export const zh: Text = { common, shell, flow, home, discover, orders, dao, propose };
